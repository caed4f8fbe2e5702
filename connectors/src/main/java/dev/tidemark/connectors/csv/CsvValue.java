package dev.tidemark.connectors.csv;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connectors.json.Conversions;
import java.math.BigDecimal;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Hands the values of one field to a sink as JSON of the same content would be: an empty one is no value. */
public record CsvValue(int field, FieldType type) {

    /** No database keeps more digits after the point, or more zeros before it. */
    private static final int MAX_SCALE = 16_000;

    /** Fits in 64 bits whatever its digits. */
    private static final int SURE_DIGITS = 18;

    public void read(char[] chars, int from, int length, RecordSink sink) {
        if (length == 0) {
            return;
        }
        switch (type) {
            case TEXT -> sink.text(field, chars, from, length);
            case INTEGER -> integer(chars, from, length, sink);
            case DECIMAL -> {
                BigDecimal value = number(chars, from, length);
                if (value == null) {
                    misfit(chars, from, length, "not a number", sink);
                } else {
                    sink.decimal(field, value);
                }
            }
            case DOUBLE -> {
                BigDecimal value = number(chars, from, length);
                if (value == null || !Double.isFinite(value.doubleValue())) {
                    misfit(chars, from, length, "not a number", sink);
                } else {
                    sink.number(field, value.doubleValue());
                }
            }
            case BOOLEAN -> {
                String text = new String(chars, from, length);
                switch (text) {
                    case "true" -> sink.bool(field, true);
                    case "false" -> sink.bool(field, false);
                    default -> sink.misfit(field, text, "neither true nor false");
                }
            }
            case DATE -> {
                long day = Conversions.ISO.date(chars, from, length);
                if (day == Conversions.MISFIT) {
                    misfit(chars, from, length, "not a date", sink);
                } else {
                    sink.date(field, day);
                }
            }
            case TIME -> {
                long micros = Conversions.ISO.time(chars, from, length);
                if (micros == Conversions.MISFIT) {
                    misfit(chars, from, length, "not a time of day", sink);
                } else {
                    sink.time(field, micros);
                }
            }
            case INSTANT -> {
                long micros = Conversions.ISO.instant(chars, from, length);
                if (micros == Conversions.MISFIT) {
                    misfit(chars, from, length, "not a moment", sink);
                } else {
                    sink.instant(field, micros);
                }
            }
            case BYTES -> {
                byte[] bytes = base64(new String(chars, from, length));
                if (bytes == null) {
                    misfit(chars, from, length, "not base64", sink);
                } else {
                    sink.bytes(field, bytes);
                }
            }
            case JSON -> sink.json(field, new String(chars, from, length));
        }
    }

    private void integer(char[] chars, int from, int length, RecordSink sink) {
        long value = 0;
        int at = from + (chars[from] == '-' ? 1 : 0);
        boolean plain = length <= SURE_DIGITS && at < from + length;
        for (int i = at; plain && i < from + length; i++) {
            plain = chars[i] >= '0' && chars[i] <= '9';
            value = value * 10 + (chars[i] - '0');
        }
        if (plain) {
            sink.integer(field, chars[from] == '-' ? -value : value);
            return;
        }
        BigDecimal number = number(chars, from, length);
        if (number == null) {
            misfit(chars, from, length, "not a whole number", sink);
            return;
        }
        try {
            sink.integer(field, number.longValueExact());
        } catch (ArithmeticException e) {
            misfit(chars, from, length, "not a whole number of 64 bits", sink);
        }
    }

    private static @Nullable BigDecimal number(char[] chars, int from, int length) {
        try {
            BigDecimal value = new BigDecimal(chars, from, length);
            return Math.abs((long) value.scale()) > MAX_SCALE ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void misfit(char[] chars, int from, int length, String why, RecordSink sink) {
        sink.misfit(field, new String(chars, from, length), why);
    }
}
