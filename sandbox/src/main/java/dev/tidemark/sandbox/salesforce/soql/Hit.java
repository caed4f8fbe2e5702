package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Row;
import java.util.List;
import java.util.Optional;

/** A row of the result as it was when the query ran, with the parents and children that its shape shows, in order. */
record Hit(Row row, List<Optional<Hit>> parents, List<List<Hit>> children) {}
