package dev.tidemark.connectors.json;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads pages of JSON as records: the objects of one array, their fields matched to the stream's by name or {@linkplain Shape place}. Names that the
 * stream lacks are skipped; of a name given twice the last value counts. A value that is not of its field's type is a
 * misfit, so that its record becomes a rejection and nothing is guessed.
 */
public final class JsonRecords {

    private final List<String> path;
    private final Level top;
    private final int fields;
    private final Map<Integer, String> given = new TreeMap<>();

    JsonRecords(StreamSpec stream, Shape shape) {
        this.path = Json.steps(shape.path());
        this.top = Level.of(stream, shape);
        this.fields = stream.fields().size();
        shape.given().forEach((field, value) -> {
            if (stream.indexOf(field) >= 0) {
                given.put(stream.indexOf(field), value);
            }
        });
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
        int[] filledIn = new int[fields];
        int record = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            record++;
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new BadPage("record " + record + " is not an object");
            }
            int from = Json.start(parser);
            sink.begin();
            given.forEach(sink::text);
            if (object(parser, top, page, sink, filledIn, record)) {
                sink.deleted();
            }
            sink.end(page, from, Json.end(parser));
        }
    }

    /** Hands on the fields of an object of the record; whether it says that the record is deleted. */
    private static boolean object(
            JsonParser parser, Level level, byte[] page, RecordSink sink, int[] filledIn, int record) throws BadPage {
        boolean deleted = false;
        int name = parser.nextNameMatch(level.names);
        while (name != PropertyNameMatcher.MATCH_END_OBJECT) {
            JsonToken token = parser.nextToken();
            if (name < 0) {
                parser.skipChildren();
            } else {
                Level.Member member = level.members[name];
                Shape.Tombstone tombstone = member.tombstone();
                if (tombstone != null) {
                    deleted = tombstone.value().isEmpty()
                            ? token != JsonToken.VALUE_NULL
                            : token.isScalarValue()
                                    && parser.getString()
                                            .equals(tombstone.value().get());
                }
                if (member.inner() != null && token == JsonToken.START_OBJECT) {
                    object(parser, member.inner(), page, sink, filledIn, record);
                } else if (member.reader() == null) {
                    parser.skipChildren();
                } else if (token != JsonToken.VALUE_NULL) {
                    member.reader().read(parser, token, page, sink);
                    filledIn[member.field()] = record;
                } else if (filledIn[member.field()] == record) {
                    // The last value counts, and a sink cannot take one back: better a rejection than a wrong value.
                    sink.misfit(member.field(), "null", "the field is there twice, the second time null");
                }
            }
            name = parser.nextNameMatch(level.names);
        }
        return deleted;
    }
}
