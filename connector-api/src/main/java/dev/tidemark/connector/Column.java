package dev.tidemark.connector;

import java.util.Objects;

/**
 * A column of a destination table that holds a field.
 *
 * @param name as the database spells it
 * @param type what its values are
 */
public record Column(String name, FieldType type) {
    public Column {
        Objects.requireNonNull(type);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column has a name");
        }
    }
}
