package dev.tidemark.connectors.json;

import dev.tidemark.connector.BadPage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of one JSON object, each as it is spelt, for messages of which parts are handed on. */
public final class Members {

    private record Range(int from, int to) {}

    private final byte[] object;
    private final Map<String, Range> members = new HashMap<>();

    private Members(byte[] object) {
        this.object = object;
    }

    /**
     * Goes over all tokens once, which proves the object whole. Of a name given twice the last value counts.
     *
     * @throws BadPage where this is not one whole JSON object
     */
    public static Members of(byte[] object) throws BadPage {
        Members found = new Members(object);
        try (JsonParser parser = Json.parser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadPage("no JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                int from = Json.start(parser);
                parser.skipChildren();
                found.members.put(name, new Range(from, Json.end(parser)));
            }
            if (parser.nextToken() != null) {
                throw new BadPage("something follows the JSON object");
            }
        } catch (JacksonException e) {
            throw Json.bad(e);
        }
        return found;
    }

    /** A member as it is spelt; empty also where it is null. */
    public Optional<byte[]> raw(String name) {
        return Optional.ofNullable(members.get(name))
                .map(range -> Arrays.copyOfRange(object, range.from, range.to))
                .filter(bytes -> bytes.length != 4 || bytes[0] != 'n');
    }

    /** A member that is a text; empty where it is anything else. */
    public Optional<String> text(String name) throws BadPage {
        Optional<byte[]> raw = raw(name).filter(bytes -> bytes[0] == '"');
        return raw.isPresent() ? Optional.of(Json.tree(raw.get()).asString()) : Optional.empty();
    }

    /** An object among the members; one without members where there is none. */
    public Members object(String name) throws BadPage {
        Optional<byte[]> raw = raw(name).filter(bytes -> bytes[0] == '{');
        return raw.isPresent() ? of(raw.get()) : new Members(new byte[0]);
    }
}
