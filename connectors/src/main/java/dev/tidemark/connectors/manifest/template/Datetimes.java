package dev.tidemark.connectors.manifest.template;

import java.time.Instant;

/**
 * Times in the formats of manifests: those of strptime, and {@code %s}, {@code %s_as_float}, {@code %ms},
 * {@code %epoch_microseconds} and {@code %_ms} besides.
 */
public final class Datetimes {

    private Datetimes() {}

    /**
     * @param value a text or a number
     * @throws TemplateError where it is not of this format
     */
    public static Moment parse(Object value, String format) {
        return switch (format) {
            case "%s" -> Moment.utc(Instant.ofEpochSecond(integer(value)));
            case "%s_as_float" -> Moment.utc(Instant.ofEpochSecond(0, Math.round(number(value) * 1e6) * 1_000));
            case "%ms" -> Moment.utc(Instant.ofEpochMilli(integer(value)));
            case "%epoch_microseconds" -> {
                long micros = integer(value);
                yield Moment.utc(
                        Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000));
            }
            default -> Strptime.parse(Text.str(value), format.replace("%_ms", "%f")).orUtc();
        };
    }

    private static long integer(Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number.longValue();
            case String text ->
                Numbers.asLong(Numbers.parseInteger(text, 10)
                        .orElseThrow(() -> TemplateError.value(
                                "invalid literal for int() with base 10: " + Text.repr(text))));
            default -> throw new WrongType("int() argument must be a string or a number, not " + Text.typeName(value));
        };
    }

    private static double number(Object value) {
        return value instanceof String text
                ? Numbers.parseFloat(text)
                        .orElseThrow(() -> TemplateError.value("could not convert string to float: " + Text.repr(text)))
                : Numbers.asDouble(value);
    }

    public static String format(Moment moment, String format) {
        Instant instant = moment.instant();
        return switch (format) {
            case "%s" -> Long.toString(instant.getEpochSecond());
            case "%s_as_float" -> Text.number(moment.timestamp());
            case "%ms" -> Long.toString(instant.toEpochMilli());
            case "%epoch_microseconds" ->
                Long.toString(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
            default ->
                Strftime.format(moment, format.replace("%_ms", "%03d".formatted(instant.getNano() / 1_000_000)));
        };
    }
}
