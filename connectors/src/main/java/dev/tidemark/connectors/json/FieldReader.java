package dev.tidemark.connectors.json;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RecordSink;
import java.math.BigDecimal;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Hands one field's values to a sink. The parser stands at a value that is not null. */
interface FieldReader {

    void read(JsonParser parser, JsonToken token, byte[] page, RecordSink sink) throws BadPage;

    /** No database keeps more digits after the point, or more zeros before it. */
    int MAX_SCALE = 16_000;

    static FieldReader of(int field, FieldType type, Conversions conversions) {
        FieldReader plain = plain(field, type, conversions);
        return conversions.spelledAsStrings() ? Spelled.of(field, type, plain) : plain;
    }

    private static FieldReader plain(int field, FieldType type, Conversions conversions) {
        return switch (type) {
            case TEXT -> (parser, token, page, sink) -> text(field, parser, token, page, sink);
            case INTEGER -> (parser, token, page, sink) -> integer(field, parser, token, page, sink);
            case DECIMAL -> (parser, token, page, sink) -> decimal(field, parser, token, page, sink);
            case DOUBLE -> (parser, token, page, sink) -> number(field, parser, token, page, sink);
            case BOOLEAN -> (parser, token, page, sink) -> bool(field, parser, token, page, sink);
            case DATE ->
                (parser, token, page, sink) -> {
                    long day = told(conversions::date, parser, token);
                    if (day == Conversions.MISFIT) {
                        misfit(field, parser, token, page, sink, "not a date");
                    } else {
                        sink.date(field, day);
                    }
                };
            case TIME ->
                (parser, token, page, sink) -> {
                    long micros = told(conversions::time, parser, token);
                    if (micros == Conversions.MISFIT) {
                        misfit(field, parser, token, page, sink, "not a time of day");
                    } else {
                        sink.time(field, micros);
                    }
                };
            case INSTANT ->
                (parser, token, page, sink) -> {
                    long micros =
                            token.isNumeric() ? moment(parser, conversions) : told(conversions::instant, parser, token);
                    if (micros == Conversions.MISFIT) {
                        misfit(field, parser, token, page, sink, "not a moment");
                    } else {
                        sink.instant(field, micros);
                    }
                };
            case BYTES -> (parser, token, page, sink) -> bytes(field, parser, token, page, sink);
            case JSON -> (parser, token, page, sink) -> sink.json(field, Json.raw(parser, page));
        };
    }

    /** Reads a string's characters as a date or time. */
    interface Told {
        long read(char[] chars, int offset, int length);
    }

    private static long told(Told told, JsonParser parser, JsonToken token) {
        return token == JsonToken.VALUE_STRING
                ? told.read(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())
                : Conversions.MISFIT;
    }

    private static long moment(JsonParser parser, Conversions conversions) {
        try {
            return conversions.instant(parser.getDecimalValue());
        } catch (JacksonException tooManyDigits) {
            return Conversions.MISFIT;
        }
    }

    /** Text holds anything: what is not a string is kept as it is spelt. */
    private static void text(int field, JsonParser parser, JsonToken token, byte[] page, RecordSink sink)
            throws BadPage {
        if (token == JsonToken.VALUE_STRING) {
            char[] chars = parser.getStringCharacters();
            sink.text(field, chars, parser.getStringOffset(), parser.getStringLength());
        } else {
            sink.text(field, Json.raw(parser, page));
        }
    }

    private static void integer(int field, JsonParser parser, JsonToken token, byte[] page, RecordSink sink)
            throws BadPage {
        if (!token.isNumeric()) {
            misfit(field, parser, token, page, sink, "not a whole number");
            return;
        }
        try {
            long value = token == JsonToken.VALUE_NUMBER_INT
                    ? parser.getLongValue()
                    : parser.getDecimalValue().longValueExact();
            sink.integer(field, value);
        } catch (JacksonException | ArithmeticException e) {
            misfit(field, parser, token, page, sink, "not a whole number of 64 bits");
        }
    }

    private static void decimal(int field, JsonParser parser, JsonToken token, byte[] page, RecordSink sink)
            throws BadPage {
        if (!token.isNumeric()) {
            misfit(field, parser, token, page, sink, "not a number");
            return;
        }
        BigDecimal value;
        try {
            value = parser.getDecimalValue();
        } catch (JacksonException e) {
            misfit(field, parser, token, page, sink, "a number of too many digits");
            return;
        }
        if (Math.abs((long) value.scale()) > MAX_SCALE) {
            misfit(field, parser, token, page, sink, "a number too large or too small");
        } else {
            sink.decimal(field, value);
        }
    }

    private static void number(int field, JsonParser parser, JsonToken token, byte[] page, RecordSink sink)
            throws BadPage {
        if (!token.isNumeric()) {
            misfit(field, parser, token, page, sink, "not a number");
            return;
        }
        double value;
        try {
            value = parser.getDoubleValue();
        } catch (JacksonException e) {
            value = Double.NaN;
        }
        if (Double.isFinite(value)) {
            sink.number(field, value);
        } else {
            misfit(field, parser, token, page, sink, "a number too large");
        }
    }

    private static void bool(int field, JsonParser parser, JsonToken token, byte[] page, RecordSink sink)
            throws BadPage {
        if (token.isBoolean()) {
            sink.bool(field, token == JsonToken.VALUE_TRUE);
        } else {
            misfit(field, parser, token, page, sink, "neither true nor false");
        }
    }

    private static void bytes(int field, JsonParser parser, JsonToken token, byte[] page, RecordSink sink)
            throws BadPage {
        if (token != JsonToken.VALUE_STRING) {
            misfit(field, parser, token, page, sink, "not base64");
            return;
        }
        byte[] value;
        try {
            value = Base64.getDecoder().decode(parser.getString());
        } catch (IllegalArgumentException e) {
            misfit(field, parser, token, page, sink, "not base64");
            return;
        }
        sink.bytes(field, value);
    }

    static void misfit(int field, JsonParser parser, JsonToken token, byte[] page, RecordSink sink, String why)
            throws BadPage {
        String raw = token == JsonToken.VALUE_STRING ? parser.getString() : Json.raw(parser, page);
        sink.misfit(field, raw, why);
    }
}
