package dev.tidemark.connectors.json;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RecordSink;
import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Values of other types than text where an API spells them all as strings; an empty string is no value. */
record Spelled(int field, FieldType type, FieldReader plain) implements FieldReader {

    static FieldReader of(int field, FieldType type, FieldReader plain) {
        return switch (type) {
            case TEXT, BYTES, JSON -> plain;
            default -> new Spelled(field, type, plain);
        };
    }

    @Override
    public void read(JsonParser parser, JsonToken token, byte[] page, RecordSink sink) throws BadPage {
        if (token != JsonToken.VALUE_STRING) {
            plain.read(parser, token, page, sink);
        } else if (parser.getStringLength() > 0 && !parser.getString().isBlank()) {
            switch (type) {
                case INTEGER, DECIMAL, DOUBLE -> number(parser, token, page, sink);
                case BOOLEAN -> truth(parser, token, page, sink);
                default -> plain.read(parser, token, page, sink);
            }
        }
    }

    private void number(JsonParser parser, JsonToken token, byte[] page, RecordSink sink) throws BadPage {
        BigDecimal value;
        try {
            value = new BigDecimal(parser.getString().strip());
        } catch (NumberFormatException e) {
            FieldReader.misfit(field, parser, token, page, sink, "not a number");
            return;
        }
        if (Math.abs((long) value.scale()) > MAX_SCALE) {
            FieldReader.misfit(field, parser, token, page, sink, "a number too large or too small");
            return;
        }
        switch (type) {
            case DECIMAL -> sink.decimal(field, value);
            case DOUBLE -> {
                double rounded = value.doubleValue();
                if (Double.isFinite(rounded)) {
                    sink.number(field, rounded);
                } else {
                    FieldReader.misfit(field, parser, token, page, sink, "a number too large");
                }
            }
            default -> {
                try {
                    sink.integer(field, value.longValueExact());
                } catch (ArithmeticException e) {
                    FieldReader.misfit(field, parser, token, page, sink, "not a whole number of 64 bits");
                }
            }
        }
    }

    private void truth(JsonParser parser, JsonToken token, byte[] page, RecordSink sink) throws BadPage {
        switch (parser.getString().strip()) {
            case "true", "True", "1" -> sink.bool(field, true);
            case "false", "False", "0" -> sink.bool(field, false);
            default -> FieldReader.misfit(field, parser, token, page, sink, "neither true nor false");
        }
    }
}
