package dev.tidemark.sandbox.salesforce.org;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.Formula;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a formula of this row sees. */
record RowValues(Org org, Row row, Instant now) implements Formula.Values {
    @Override
    public @Nullable Object get(String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return org.value(row, row.object().the(path));
        }
        Field reference = row.object().relationship(path.substring(0, dot));
        Row parent = reference == null ? null : org.parent(row, reference);
        return parent == null ? null : new RowValues(org, parent, now).get(path.substring(dot + 1));
    }
}
