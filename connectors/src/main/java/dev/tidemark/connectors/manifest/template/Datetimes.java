package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Times in the formats of manifests: those of strptime, and {@code %s}, {@code %s_as_float}, {@code %ms},
 * {@code %epoch_microseconds} and {@code %_ms} besides.
 */
public final class Datetimes {

    private static final long MICROS = 1_000_000;

    private Datetimes() {}

    /**
     * The time that a value of this format says; in UTC, unless it names another zone.
     *
     * @param value a text or a number
     * @throws TemplateError where it is not of this format
     */
    public static Moment parse(Object value, String format) {
        try {
            return switch (format) {
                case "%s" -> Moment.utc(Instant.ofEpochSecond(integer(value)));
                case "%s_as_float" -> ofSeconds(number(value));
                case "%ms" -> Moment.utc(Instant.ofEpochMilli(integer(value)));
                case "%epoch_microseconds" -> {
                    long micros = integer(value);
                    long seconds = Math.floorDiv(micros, MICROS);
                    yield Moment.utc(Instant.ofEpochSecond(seconds, Math.floorMod(micros, MICROS) * 1_000));
                }
                default ->
                    Strptime.parse(Text.str(value), format.replace("%_ms", "%f"))
                            .orUtc();
            };
        } catch (DateTimeException e) {
            throw TemplateError.value("year is out of range");
        }
    }

    /** Seconds since 1970, to the nearest microsecond. */
    static Moment ofSeconds(double seconds) {
        if (Math.abs(seconds) >= 1e12 || Double.isNaN(seconds)) {
            throw TemplateError.value("year is out of range");
        }
        long micros = new BigDecimal(seconds)
                .multiply(BigDecimal.valueOf(MICROS))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
        return Moment.utc(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000));
    }

    private static long integer(Object value) {
        return switch (value) {
            case Double number -> Numbers.asLong(Numbers.truncate(number));
            case String text ->
                Numbers.asLong(Numerals.integer(text, 10)
                        .orElseThrow(() ->
                                TemplateError.value("invalid literal for int() with base 10: " + Text.repr(text))));
            default -> Numbers.asLong(value);
        };
    }

    private static double number(Object value) {
        return value instanceof String text
                ? Numerals.decimal(text)
                        .orElseThrow(() -> TemplateError.value("could not convert string to float: " + Text.repr(text)))
                : Numbers.asDouble(value);
    }

    /** A time in one of these formats. */
    public static String format(Moment moment, String format) {
        return switch (format) {
            case "%s" -> Long.toString(truncated(moment.timestamp()));
            case "%s_as_float" -> Text.number(moment.timestamp());
            // Through a float, as the reference has it, and so to the same last digit.
            case "%ms" -> Long.toString(truncated(moment.timestamp() * 1_000));
            case "%epoch_microseconds" -> Long.toString(truncated(moment.timestamp() * MICROS));
            default -> {
                StringBuilder millis = new StringBuilder(3);
                Strftime.padded(millis, moment.micros() / 1_000, 3);
                yield Strftime.format(moment, format.replace("%_ms", millis));
            }
        };
    }

    private static long truncated(double value) {
        return (long) value;
    }
}
