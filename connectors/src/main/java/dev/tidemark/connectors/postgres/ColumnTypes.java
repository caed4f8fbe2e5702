package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.FieldType;
import java.util.Optional;

/** How the types of values are spelled in PostgreSQL, and which type holds the values of two. */
final class ColumnTypes {

    private ColumnTypes() {}

    static String sql(FieldType type) {
        return switch (type) {
            case TEXT -> "text";
            case INTEGER -> "bigint";
            case DECIMAL -> "numeric";
            case DOUBLE -> "double precision";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIME -> "time";
            case INSTANT -> "timestamptz";
            case BYTES -> "bytea";
            case JSON -> "jsonb";
        };
    }

    /**
     * The type of a column that we can fill as it is.
     *
     * @param name as in {@code pg_type}
     */
    static Optional<FieldType> of(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "text", "varchar", "bpchar" -> FieldType.TEXT;
                    case "int8" -> FieldType.INTEGER;
                    case "numeric" -> FieldType.DECIMAL;
                    case "float8" -> FieldType.DOUBLE;
                    case "bool" -> FieldType.BOOLEAN;
                    case "date" -> FieldType.DATE;
                    case "time" -> FieldType.TIME;
                    case "timestamptz" -> FieldType.INSTANT;
                    case "bytea" -> FieldType.BYTES;
                    case "jsonb" -> FieldType.JSON;
                    default -> null;
                });
    }

    /** The narrowest type that loses no value of either. */
    static FieldType wider(FieldType one, FieldType other) {
        if (one == other) {
            return one;
        }
        boolean exact = (one == FieldType.INTEGER || one == FieldType.DECIMAL)
                && (other == FieldType.INTEGER || other == FieldType.DECIMAL);
        return exact ? FieldType.DECIMAL : FieldType.TEXT;
    }

    /** Whether values of this type are equal exactly where their bytes are. */
    static boolean equalAsBytes(FieldType type) {
        return type != FieldType.DECIMAL && type != FieldType.DOUBLE && type != FieldType.JSON;
    }

    /** The expression that widens a column in place, with moments and days as ISO 8601 spells them. */
    static String widen(String column, FieldType from, FieldType to) {
        if (to != FieldType.TEXT) {
            return column + "::" + sql(to);
        }
        return switch (from) {
            case INSTANT -> "replace(to_json(" + column + ") #>> '{}', '+00:00', 'Z')";
            default -> column + "::text";
        };
    }
}
