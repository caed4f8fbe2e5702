package dev.tidemark.connectors.sql.duckdb;

import dev.tidemark.connector.FieldType;
import java.util.Locale;
import java.util.Optional;

/** How the types of values are spelled (<a href="https://duckdb.org/docs/current/sql/data_types/overview">DuckDB, data types</a>). */
final class ColumnTypes {

    private ColumnTypes() {}

    static String sql(FieldType type) {
        return switch (type) {
            case TEXT -> "VARCHAR";
            case INTEGER -> "BIGINT";
            case DECIMAL -> "DECIMAL(38,18)";
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case INSTANT -> "TIMESTAMP WITH TIME ZONE";
            case BYTES -> "BLOB";
            case JSON -> "JSON";
        };
    }

    /** @param declared as in {@code duckdb_columns().data_type} */
    static Optional<FieldType> of(String declared) {
        String type = declared.toUpperCase(Locale.ROOT);
        if (type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP") || type.startsWith("UNION")) {
            return Optional.of(FieldType.JSON);
        }
        if (type.startsWith("DECIMAL")) {
            return Optional.of(FieldType.DECIMAL);
        }
        if (type.startsWith("ENUM")) {
            return Optional.of(FieldType.TEXT);
        }
        return Optional.ofNullable(
                switch (type) {
                    case "VARCHAR", "UUID" -> FieldType.TEXT;
                    case "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT" ->
                        FieldType.INTEGER;
                    case "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM" -> FieldType.DECIMAL;
                    case "DOUBLE", "FLOAT" -> FieldType.DOUBLE;
                    case "BOOLEAN" -> FieldType.BOOLEAN;
                    case "DATE" -> FieldType.DATE;
                    case "TIME" -> FieldType.TIME;
                    case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
                        FieldType.INSTANT;
                    case "BLOB" -> FieldType.BYTES;
                    case "JSON" -> FieldType.JSON;
                    default -> null;
                });
    }
}
