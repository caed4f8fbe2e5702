package dev.tidemark.connector;

import java.util.Objects;

/**
 * One field of a stream, or one column of a table.
 *
 * @param name as the system spells it
 * @param type what its values are
 * @param detail the system's own word for the type, such as {@code picklist}; for people
 * @param writable whether an API takes a value for it
 */
public record Field(String name, FieldType type, String detail, boolean writable) {

    public Field {
        Objects.requireNonNull(type);
        Objects.requireNonNull(detail);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a field has a name");
        }
    }

    public static Field of(String name, FieldType type) {
        return new Field(name, type, "", false);
    }
}
