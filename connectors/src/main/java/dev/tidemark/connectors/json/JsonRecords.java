package dev.tidemark.connectors.json;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * Reads pages of JSON as records: the objects of one array, their fields matched to the stream's by name. Names that the
 * stream lacks are skipped; of a name given twice the last value counts. A value that is not of its field's type is a
 * misfit, so that its record becomes a rejection and nothing is guessed.
 */
public final class JsonRecords {

    private final List<String> path;
    private final FieldReader[] readers;
    private final PropertyNameMatcher names;
    private final int marker;

    private JsonRecords(List<String> path, FieldReader[] readers, PropertyNameMatcher names, int marker) {
        this.path = path;
        this.readers = readers;
        this.names = names;
        this.marker = marker;
    }

    /**
     * @param path where the array of records is, such as {@code data.items}; empty where the page is that array
     * @param tombstone the field that says {@code true} on a deleted record, whether the stream has it or not
     */
    public static JsonRecords of(StreamSpec stream, String path, Conversions conversions, Optional<String> tombstone) {
        List<Named> names = new ArrayList<>();
        FieldReader[] readers = new FieldReader[stream.fields().size()];
        for (Field field : stream.fields()) {
            readers[names.size()] = FieldReader.of(names.size(), field.type(), conversions);
            names.add(Named.fromString(field.name()));
        }
        int marker = tombstone.map(stream::indexOf).orElse(-2);
        if (marker == -1) {
            marker = names.size();
            names.add(Named.fromString(tombstone.orElseThrow()));
        }
        return new JsonRecords(Json.steps(path), readers, Json.FACTORY.constructNameMatcher(names, false), marker);
    }

    /**
     * Streams the page's records into the sink.
     *
     * @throws BadPage where the page is not one whole JSON value or has no such array; the records before the fault have
     *     then been handed on, and the caller drops them
     */
    public void read(byte[] page, RecordSink sink) throws BadPage {
        try (JsonParser parser = Json.parser(page)) {
            parser.nextToken();
            if (!descend(parser, 0, page, sink)) {
                throw new BadPage("no array of records at '" + String.join(".", path) + "'");
            }
            if (parser.nextToken() != null) {
                throw new BadPage("something follows the JSON value");
            }
        } catch (JacksonException e) {
            throw Json.bad(e);
        }
    }

    /** Goes through the value at which the parser stands; whether it held the records. */
    private boolean descend(JsonParser parser, int depth, byte[] page, RecordSink sink) throws BadPage {
        JsonToken token = parser.currentToken();
        if (depth == path.size()) {
            if (token == JsonToken.START_ARRAY) {
                array(parser, page, sink);
                return true;
            }
        } else if (token == JsonToken.START_OBJECT) {
            boolean found = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean onPath = path.get(depth).equals(parser.currentName());
                parser.nextToken();
                if (onPath) {
                    found |= descend(parser, depth + 1, page, sink);
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        }
        if (token != null) {
            parser.skipChildren();
        }
        return false;
    }

    private void array(JsonParser parser, byte[] page, RecordSink sink) throws BadPage {
        int[] filledIn = new int[readers.length];
        int record = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            record++;
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new BadPage("record " + record + " is not an object");
            }
            record(parser, page, sink, filledIn, record);
        }
    }

    private void record(JsonParser parser, byte[] page, RecordSink sink, int[] filledIn, int record) throws BadPage {
        int from = Json.start(parser);
        boolean deleted = false;
        sink.begin();
        int field = parser.nextNameMatch(names);
        while (field != PropertyNameMatcher.MATCH_END_OBJECT) {
            JsonToken token = parser.nextToken();
            if (field == marker) {
                deleted = token == JsonToken.VALUE_TRUE;
            }
            if (field < 0 || field >= readers.length) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                readers[field].read(parser, token, page, sink);
                filledIn[field] = record;
            } else if (filledIn[field] == record) {
                // The last value counts, and a sink cannot take one back: better a rejection than a wrong value.
                sink.misfit(field, "null", "the field is there twice, the second time null");
            }
            field = parser.nextNameMatch(names);
        }
        if (deleted) {
            sink.deleted();
        }
        sink.end(page, from, Json.end(parser));
    }
}
