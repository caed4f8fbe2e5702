package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import java.util.Arrays;
import java.util.List;

/**
 * Fields in short: names of text, with {@code :i} whole numbers, {@code :d} other numbers, {@code :b} truths, {@code :t} moments,
 * {@code :day} days and {@code :j} nested values; a star at the end says that the field can be written.
 */
final class Fields {

    private Fields() {}

    static List<Field> of(String all) {
        return Arrays.stream(all.strip().split("\\s+")).map(Fields::field).toList();
    }

    private static Field field(String text) {
        boolean writable = text.endsWith("*");
        String[] parts = (writable ? text.substring(0, text.length() - 1) : text).split(":", 2);
        FieldType type = switch (parts.length == 1 ? "" : parts[1]) {
            case "" -> FieldType.TEXT;
            case "i" -> FieldType.INTEGER;
            case "d" -> FieldType.DECIMAL;
            case "b" -> FieldType.BOOLEAN;
            case "t" -> FieldType.INSTANT;
            case "day" -> FieldType.DATE;
            case "j" -> FieldType.JSON;
            default -> throw new IllegalArgumentException("no such type: " + text);
        };
        return new Field(parts[0], type, "", writable);
    }
}
