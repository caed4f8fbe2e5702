package dev.tidemark.connectors.rest;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.WriteSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of a model's rows, and their spelling as text. */
public final class Rows {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'");

    private Rows() {}

    /** @throws ConnectorException where the model has no such column */
    public static @Nullable Object value(ModelRow row, String column) {
        if (!row.values().containsKey(column)) {
            throw new ConnectorException(
                    "destination.no_such_column",
                    "the model has no column '" + column + "'",
                    "Correct the sync's mapping, or add the column to the model");
        }
        return row.values().get(column);
    }

    /** The value by which the row is matched, as text; empty where it has none, or the spec no match field. */
    public static Optional<String> match(WriteSpec spec, ModelRow row) {
        return spec.match()
                .map(field -> value(row, spec.mapping().getOrDefault(field, field)))
                .map(Rows::text);
    }

    /** A scalar as text. Moments in UTC to the millisecond, decimals without exponents, bytes in base64. */
    public static String text(Object value) {
        return switch (value) {
            case BigDecimal number -> number.toPlainString();
            case Instant moment -> MOMENT.format(moment);
            case LocalDate day -> day.toString();
            case LocalTime time -> TIME.format(time);
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case ModelRow.JsonText(String json) -> json;
            default -> value.toString();
        };
    }

    /** A value as it stands in JSON: numbers and truths as such, nested values as they are, all else as text. */
    public static @Nullable Object json(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> number;
            case Boolean truth -> truth;
            case ModelRow.JsonText(String json) -> new tools.jackson.databind.util.RawValue(json);
            default -> text(value);
        };
    }
}
