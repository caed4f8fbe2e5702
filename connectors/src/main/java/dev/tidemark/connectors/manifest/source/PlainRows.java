package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.manifest.record.RecordWalk;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.sym.PropertyNameMatcher;

/** Hands records to a sink just as the answer has them, without a tree and without boxing. */
final class PlainRows {

    private final StreamSpec stream;
    private final RecordSink sink;
    private final byte[] page;
    private final PropertyNameMatcher names;
    private final int[] filledIn;
    private final boolean isWhole;
    private int base;
    private int record;

    /** @param page handed on to the sink */
    PlainRows(StreamSpec stream, RecordSink sink, byte[] page) {
        this.stream = stream;
        this.sink = sink;
        this.page = page;
        this.names = Json.matcher(stream.fields().stream().map(Field::name).toList());
        this.filledIn = new int[stream.fields().size()];
        this.isWhole = Fields.isWhole(stream);
    }

    /** @param from where the answer begins */
    void read(List<String> path, int from) throws BadPage {
        base = from;
        try {
            RecordWalk.through(page, from, path, this::record);
        } catch (JacksonException e) {
            throw new BadPage("not whole, valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void record(JsonParser parser, boolean isAlone) {
        if (isWhole) {
            whole(parser, isAlone);
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            sink.begin();
            sink.end(page, 0, 0);
            return;
        }
        record++;
        int from = start(parser);
        int field = parser.nextNameMatch(names);
        if (isAlone && field == PropertyNameMatcher.MATCH_END_OBJECT) {
            return;
        }
        sink.begin();
        while (field != PropertyNameMatcher.MATCH_END_OBJECT) {
            JsonToken token = parser.nextToken();
            if (field < 0) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                value(field, parser, token);
                filledIn[field] = record;
            } else if (filledIn[field] == record) {
                // The last value counts, and a sink cannot take one back: better a rejection than a wrong value.
                sink.misfit(field, "null", "the field is there twice, the second time null");
            }
            field = parser.nextNameMatch(names);
        }
        sink.end(page, from, end(parser));
    }

    private void whole(JsonParser parser, boolean isAlone) {
        int from = start(parser);
        parser.skipChildren();
        int to = end(parser);
        String text = new String(page, from, to - from, StandardCharsets.UTF_8);
        if (isAlone && text.substring(1, text.length() - 1).isBlank()) {
            return;
        }
        sink.begin();
        sink.json(0, text);
        sink.end(page, from, to);
    }

    private void value(int field, JsonParser parser, JsonToken token) {
        switch (stream.fields().get(field).type()) {
            case TEXT -> {
                if (token == JsonToken.VALUE_STRING) {
                    char[] chars = parser.getStringCharacters();
                    sink.text(field, chars, parser.getStringOffset(), parser.getStringLength());
                } else {
                    sink.text(field, raw(parser));
                }
            }
            case INTEGER -> integer(field, parser, token);
            case DOUBLE -> real(field, parser, token);
            case BOOLEAN -> bool(field, parser, token);
            default -> sink.json(field, raw(parser));
        }
    }

    private void integer(int field, JsonParser parser, JsonToken token) {
        if (token.isNumeric()) {
            try {
                sink.integer(
                        field,
                        token == JsonToken.VALUE_NUMBER_INT
                                ? parser.getLongValue()
                                : parser.getDecimalValue().longValueExact());
                return;
            } catch (InputCoercionException | ArithmeticException e) {
                // told below
            }
        }
        String told = told(parser, token);
        OptionalLong cast = token == JsonToken.VALUE_STRING ? Casts.integer(told) : OptionalLong.empty();
        if (cast.isPresent()) {
            sink.integer(field, cast.getAsLong());
        } else {
            sink.misfit(field, told, "not a whole number of 64 bits");
        }
    }

    private void real(int field, JsonParser parser, JsonToken token) {
        double value = token.isNumeric() ? parser.getDoubleValue() : Double.NaN;
        if (Double.isFinite(value)) {
            sink.number(field, value);
            return;
        }
        String told = told(parser, token);
        OptionalDouble cast = token == JsonToken.VALUE_STRING ? Casts.real(told) : OptionalDouble.empty();
        if (cast.isPresent()) {
            sink.number(field, cast.getAsDouble());
        } else {
            sink.misfit(field, told, "not a number");
        }
    }

    private void bool(int field, JsonParser parser, JsonToken token) {
        if (token.isBoolean()) {
            sink.bool(field, token == JsonToken.VALUE_TRUE);
            return;
        }
        String told = told(parser, token);
        Optional<Boolean> cast = token == JsonToken.VALUE_STRING ? Casts.bool(told) : Optional.empty();
        if (cast.isPresent()) {
            sink.bool(field, cast.get());
        } else {
            sink.misfit(field, told, "neither true nor false");
        }
    }

    private String told(JsonParser parser, JsonToken token) {
        return token == JsonToken.VALUE_STRING ? parser.getString() : raw(parser);
    }

    /** The value as it is spelt in the page. */
    private String raw(JsonParser parser) {
        int from = start(parser);
        parser.skipChildren();
        return new String(page, from, end(parser) - from, StandardCharsets.UTF_8);
    }

    private int start(JsonParser parser) {
        return base + (int) parser.currentTokenLocation().getByteOffset();
    }

    private int end(JsonParser parser) {
        parser.finishToken();
        return base + (int) parser.currentLocation().getByteOffset();
    }
}
