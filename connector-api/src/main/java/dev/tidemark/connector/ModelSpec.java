package dev.tidemark.connector;

import java.util.List;
import java.util.Objects;

/**
 * What a database offers to an app: a table, a view or a query.
 *
 * @param query a select statement without a semicolon; a table is {@code select * from …}
 * @param key the columns that identify a row
 */
public record ModelSpec(String query, List<String> key) {
    public ModelSpec {
        Objects.requireNonNull(query);
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a model has a key");
        }
    }
}
