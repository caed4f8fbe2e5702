package dev.tidemark.connectors.sql.mariadb;

import dev.tidemark.connector.FieldType;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the types of values are spelled (<a href="https://mariadb.com/kb/en/data-types/">MariaDB, data types</a>). Moments are
 * {@code datetime} in UTC, because {@code timestamp} ends in 2038; decimals have the most digits that there can be.
 */
final class ColumnTypes {

    private static final Pattern DECLARED = Pattern.compile("([a-z ]+?)(?:\\(([0-9, ]+)\\))?( unsigned)?( zerofill)?");

    private ColumnTypes() {}

    static String sql(FieldType type) {
        return switch (type) {
            case TEXT -> "longtext";
            case INTEGER -> "bigint";
            case DECIMAL -> "decimal(65,30)";
            case DOUBLE -> "double";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIME -> "time(6)";
            case INSTANT -> "datetime(6)";
            case BYTES -> "longblob";
            case JSON -> "json";
        };
    }

    /** @param declared as in {@code information_schema.columns.column_type} */
    static Optional<FieldType> of(String declared) {
        Matcher parts = DECLARED.matcher(declared.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return declared.toLowerCase(Locale.ROOT).startsWith("enum(")
                    ? Optional.of(FieldType.TEXT)
                    : Optional.empty();
        }
        boolean unsigned = parts.group(3) != null;
        return Optional.ofNullable(
                switch (parts.group(1)) {
                    case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "uuid", "inet4", "inet6" ->
                        FieldType.TEXT;
                    case "tinyint" -> "1".equals(parts.group(2)) ? FieldType.BOOLEAN : FieldType.INTEGER;
                    case "smallint", "mediumint", "int", "year" -> FieldType.INTEGER;
                    case "bigint" -> unsigned ? FieldType.DECIMAL : FieldType.INTEGER;
                    case "decimal" -> FieldType.DECIMAL;
                    case "double", "float" -> FieldType.DOUBLE;
                    case "date" -> FieldType.DATE;
                    case "time" -> FieldType.TIME;
                    case "datetime", "timestamp" -> FieldType.INSTANT;
                    case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> FieldType.BYTES;
                    case "json" -> FieldType.JSON;
                    default -> null;
                });
    }
}
