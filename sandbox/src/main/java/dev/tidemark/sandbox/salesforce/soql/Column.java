package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field reached from a row through its parents, none for a field of its own. */
record Column(List<Field> parents, Field field) {
    @Nullable
    Object value(Org org, Row row) {
        Row at = row;
        for (Field parent : parents) {
            Row next = org.parent(at, parent);
            if (next == null) {
                return null;
            }
            at = next;
        }
        // A polymorphic parent may be another object than the one the name was looked up in.
        Field there = parents.isEmpty() ? field : at.object().field(field.name());
        return there == null ? null : org.value(at, there);
    }
}
