package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.Reference;
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
        Reference last = parents.isEmpty() ? null : parents.getLast().reference();
        return last != null && last.isPolymorphic() ? AnyObject.value(org, at, field) : org.value(at, field);
    }
}
