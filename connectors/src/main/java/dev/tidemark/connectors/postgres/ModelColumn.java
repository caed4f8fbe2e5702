package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ModelRow.JsonText;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A column of a model.
 *
 * @param name as the query names it
 * @param base the type as in {@code pg_type}, of a domain the one beneath it
 * @param type as people write it
 * @param nested whether it is an array or a row, which travel as JSON
 */
record ModelColumn(String name, String base, String type, boolean nested) {

    Field field() {
        return new Field(name, fieldType(), type, false);
    }

    private FieldType fieldType() {
        if (nested) {
            return FieldType.JSON;
        }
        return switch (base) {
            case "int2", "int4", "int8", "oid" -> FieldType.INTEGER;
            case "numeric" -> FieldType.DECIMAL;
            case "float4", "float8" -> FieldType.DOUBLE;
            case "bool" -> FieldType.BOOLEAN;
            case "date" -> FieldType.DATE;
            case "time" -> FieldType.TIME;
            case "timestamp", "timestamptz" -> FieldType.INSTANT;
            case "bytea" -> FieldType.BYTES;
            case "json", "jsonb" -> FieldType.JSON;
            default -> FieldType.TEXT;
        };
    }

    /** The expression that reads it for {@link #value}. */
    String read(String row) {
        String column = row + "." + Names.quote(name);
        if (nested) {
            return "to_json(" + column + ")::text";
        }
        return switch (base) {
            case "bool", "int2", "int4", "int8", "oid", "date", "time", "timestamp", "timestamptz", "bytea" -> column;
            default -> column + "::text";
        };
    }

    /**
     * The expression that is hashed: of types whose hash takes values for equal that are not spelled the same, or that have
     * none, the text.
     */
    String hashed(String row) {
        String column = row + "." + Names.quote(name);
        if (nested) {
            return column + "::text COLLATE \"C\"";
        }
        return switch (base) {
            case "int2",
                    "int4",
                    "int8",
                    "numeric",
                    "float4",
                    "float8",
                    "bool",
                    "date",
                    "time",
                    "timestamp",
                    "timestamptz",
                    "uuid",
                    "jsonb",
                    "bytea" -> column;
            default -> column + "::text COLLATE \"C\"";
        };
    }

    /** What Tidemark itself keeps beside a table's rows says nothing about their values. */
    boolean counts() {
        return !name.startsWith("_tidemark_");
    }

    @Nullable
    Object value(ResultSet row, int index) throws SQLException {
        return switch (fieldType()) {
            case TEXT -> row.getString(index);
            case INTEGER -> {
                long value = row.getLong(index);
                yield row.wasNull() ? null : (Object) value;
            }
            case DECIMAL -> decimal(row.getString(index));
            case DOUBLE -> {
                String text = row.getString(index);
                yield text == null ? null : (Object) Double.parseDouble(text);
            }
            case BOOLEAN -> {
                boolean value = row.getBoolean(index);
                yield row.wasNull() ? null : (Object) value;
            }
            case DATE -> row.getObject(index, LocalDate.class);
            case TIME -> row.getObject(index, LocalTime.class);
            case INSTANT -> instant(row, index);
            case BYTES -> row.getBytes(index);
            case JSON -> {
                String json = row.getString(index);
                yield json == null ? null : new JsonText(json);
            }
        };
    }

    /** A numeric may also be no number, which only a double can say. */
    private static @Nullable Object decimal(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> (Object) Double.parseDouble(text);
            default -> new BigDecimal(text);
        };
    }

    /** A timestamp without a zone is taken to be in UTC. */
    private @Nullable Object instant(ResultSet row, int index) throws SQLException {
        if (base.equals("timestamp")) {
            LocalDateTime local = row.getObject(index, LocalDateTime.class);
            return local == null ? null : local.toInstant(ZoneOffset.UTC);
        }
        OffsetDateTime moment = row.getObject(index, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
