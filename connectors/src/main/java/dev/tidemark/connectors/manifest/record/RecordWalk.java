package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.tree.Json;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Goes through the JSON of an answer to its records, one after the other, without making a tree of the whole. An answer that
 * is a list is as many bodies; in a body the records are the items of a list at the path, or the one object there.
 */
public final class RecordWalk {

    /** Takes the records. */
    @FunctionalInterface
    public interface Visit {

        /**
         * The parser stands at the record's first token, and at its last when this returns.
         *
         * @param isAlone whether it is the one object at the path; empty, it is no record then
         */
        void record(JsonParser parser, boolean isAlone);
    }

    private final List<String> path;
    private final Visit visit;

    private RecordWalk(List<String> path, Visit visit) {
        this.path = path;
        this.visit = visit;
    }

    /** @throws tools.jackson.core.JacksonException where the answer is not one whole JSON value */
    public static void through(byte[] answer, int from, List<String> path, Visit visit) {
        try (JsonParser parser = Json.parser(answer, from)) {
            RecordWalk walk = new RecordWalk(path, visit);
            if (parser.nextToken() == null) {
                throw Json.broken(parser, "empty, where JSON was expected");
            }
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    walk.body(parser, 0);
                }
            } else {
                walk.body(parser, 0);
            }
            if (parser.nextToken() != null) {
                throw Json.broken(parser, "more text after the value");
            }
        }
    }

    private void body(JsonParser parser, int depth) {
        JsonToken token = parser.currentToken();
        if (depth == path.size()) {
            if (token == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    visit.record(parser, false);
                }
            } else if (token == JsonToken.START_OBJECT) {
                visit.record(parser, true);
            }
        } else if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isOnPath = path.get(depth).equals(parser.currentName());
                parser.nextToken();
                if (isOnPath) {
                    body(parser, depth + 1);
                } else {
                    parser.skipChildren();
                }
            }
        } else {
            parser.skipChildren();
        }
    }
}
