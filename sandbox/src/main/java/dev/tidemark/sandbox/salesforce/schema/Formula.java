package dev.tidemark.sandbox.salesforce.schema;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A calculated field: nothing is stored, so a change of its value moves no SystemModstamp. */
@FunctionalInterface
public interface Formula {
    @Nullable
    Object value(Values values);

    /** What a formula sees: the row's own fields, and its parents' by a path such as {@code Account.Industry}. */
    interface Values {
        @Nullable
        Object get(String path);

        Instant now();
    }
}
