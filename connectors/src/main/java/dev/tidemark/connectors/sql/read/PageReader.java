package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Conversions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads what {@link PageWriter} wrote. A value that is not of its field's type is a misfit; nothing is guessed. */
final class PageReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** No database keeps more digits after the point, or more zeros before it. */
    private static final int MAX_SCALE = 16_384;

    private final StreamSpec stream;
    private final byte[] page;
    private final RecordSink sink;

    private PageReader(StreamSpec stream, byte[] page, RecordSink sink) {
        this.stream = stream;
        this.page = page;
        this.sink = sink;
    }

    static void read(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        if (!page.format().equals(PageWriter.FORMAT)) {
            throw new BadPage("not a page of a table: " + page.format());
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), page.body())) {
            new PageReader(stream, page.body(), sink).all(parser);
        } catch (JacksonException e) {
            throw new BadPage("not a whole page: " + e.getOriginalMessage(), e);
        }
    }

    private void all(JsonParser parser) throws BadPage {
        expect(parser, JsonToken.START_OBJECT);
        named(parser, "columns");
        int[] fields = fields(parser);
        named(parser, "rows");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            row(parser, fields);
        }
        expect(parser, JsonToken.END_OBJECT);
        if (parser.nextToken() != null) {
            throw new BadPage("something follows the page");
        }
    }

    private static void named(JsonParser parser, String name) throws BadPage {
        expect(parser, JsonToken.PROPERTY_NAME);
        if (!parser.currentName().equals(name)) {
            throw new BadPage("no page of a table: '" + parser.currentName() + "' where '" + name + "' is expected");
        }
        expect(parser, JsonToken.START_ARRAY);
    }

    private static void expect(JsonParser parser, JsonToken token) throws BadPage {
        if (parser.nextToken() != token) {
            throw new BadPage("not a whole page of a table");
        }
    }

    /** The number of each column's field, -1 where the stream has none. */
    private int[] fields(JsonParser parser) {
        List<Integer> found = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            found.add(stream.indexOf(parser.getString()));
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private void row(JsonParser parser, int[] fields) throws BadPage {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new BadPage("a row that is no array");
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        sink.begin();
        for (int field : fields) {
            JsonToken token = parser.nextToken();
            if (!token.isScalarValue()) {
                throw new BadPage("a row of another length than its columns");
            }
            if (field >= 0 && token != JsonToken.VALUE_NULL) {
                value(field, stream.fields().get(field).type(), parser, token);
            }
        }
        expect(parser, JsonToken.END_ARRAY);
        sink.end(page, from, (int) parser.currentLocation().getByteOffset());
    }

    private void value(int field, FieldType type, JsonParser parser, JsonToken token) {
        switch (type) {
            case TEXT ->
                sink.text(field, parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            case INTEGER, DECIMAL -> exact(field, type, parser, token);
            case DOUBLE -> number(field, parser.getString());
            case BOOLEAN -> truth(field, parser, token);
            case DATE, TIME, INSTANT -> time(field, type, parser);
            case BYTES -> bytes(field, parser.getString());
            case JSON -> sink.json(field, parser.getString());
        }
    }

    private void exact(int field, FieldType type, JsonParser parser, JsonToken token) {
        if (type == FieldType.INTEGER && token == JsonToken.VALUE_NUMBER_INT) {
            sink.integer(field, parser.getLongValue());
            return;
        }
        String text = parser.getString();
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            sink.misfit(field, text, "not a number");
            return;
        }
        if (Math.abs((long) value.scale()) > MAX_SCALE) {
            sink.misfit(field, text, "a number too large or too small");
        } else if (type == FieldType.DECIMAL) {
            sink.decimal(field, value);
        } else {
            try {
                sink.integer(field, value.longValueExact());
            } catch (ArithmeticException e) {
                sink.misfit(field, text, "not a whole number of 64 bits");
            }
        }
    }

    /** Floating point has values that are no numbers, and they are as good as any. */
    private void number(int field, String text) {
        try {
            sink.number(
                    field,
                    switch (text.toLowerCase(java.util.Locale.ROOT)) {
                        case "nan" -> Double.NaN;
                        case "infinity", "inf" -> Double.POSITIVE_INFINITY;
                        case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
                        default -> Double.parseDouble(text);
                    });
        } catch (NumberFormatException e) {
            sink.misfit(field, text, "not a number");
        }
    }

    private void truth(int field, JsonParser parser, JsonToken token) {
        if (token.isBoolean()) {
            sink.bool(field, token == JsonToken.VALUE_TRUE);
        } else {
            sink.misfit(field, parser.getString(), "neither true nor false");
        }
    }

    private void time(int field, FieldType type, JsonParser parser) {
        char[] chars = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        int length = parser.getStringLength();
        switch (type) {
            case DATE -> {
                long day = Conversions.ISO.date(chars, offset, length);
                if (day == Conversions.MISFIT) {
                    sink.misfit(field, parser.getString(), "not a date");
                } else {
                    sink.date(field, day);
                }
            }
            case TIME -> {
                long micros = Conversions.ISO.time(chars, offset, length);
                if (micros == Conversions.MISFIT) {
                    sink.misfit(field, parser.getString(), "not a time of day");
                } else {
                    sink.time(field, micros);
                }
            }
            default -> {
                long micros = Conversions.ISO.instant(chars, offset, length);
                if (micros == Conversions.MISFIT) {
                    sink.misfit(field, parser.getString(), "not a moment");
                } else {
                    sink.instant(field, micros);
                }
            }
        }
    }

    private void bytes(int field, String text) {
        try {
            sink.bytes(field, Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            sink.misfit(field, text, "not base64");
        }
    }
}
