package dev.tidemark.connectors.json;

import dev.tidemark.connector.BadPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What stands around the records of a page, in whatever order, found in one pass over all its tokens. That pass also proves
 * that the page is whole: a body that was cut off by a proxy with valid framing would otherwise be archived, and could never
 * be processed. It costs about as much as a third of receiving the page did.
 */
public final class Envelope {

    private final Map<String, String> around = new HashMap<>();
    private final List<String> records;
    private final byte[] page;
    private boolean found;
    private long count;
    private long lastRecord = -1;
    private @Nullable String lastKey;

    private Envelope(byte[] page, List<String> records) {
        this.page = page;
        this.records = records;
    }

    /**
     * @param records the path of the array of records, such as {@code data.items}; empty where the page is that array
     * @param key the name of each record's key, whose last value is told; empty for none
     * @throws BadPage where the page is not one whole JSON value, or its records are not objects
     */
    public static Envelope of(byte[] page, String records, String key) throws BadPage {
        var envelope = new Envelope(page, Json.steps(records));
        try (JsonParser parser = Json.parser(page)) {
            if (parser.nextToken() == null) {
                throw new BadPage("empty, where JSON was expected");
            }
            envelope.value(parser, "", 0);
            if (parser.nextToken() != null) {
                throw new BadPage("something follows the JSON value");
            }
            envelope.lastKey = envelope.keyOfLast(key);
        } catch (JacksonException e) {
            throw Json.bad(e);
        }
        return envelope;
    }

    /** A scalar outside the records by its path, such as {@code paging.next.after}; empty also where it is null. */
    public Optional<String> find(String path) {
        return Optional.ofNullable(around.get(path));
    }

    public boolean isTrue(String path) {
        return "true".equals(around.get(path));
    }

    /** A whole number outside the records, or -1 where there is none. */
    public long number(String path) {
        String text = around.get(path);
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    /** Whether there is an array of records, be it empty. */
    public boolean hasRecords() {
        return found;
    }

    public long count() {
        return count;
    }

    /** The key of the page's last record. */
    public Optional<String> lastKey() {
        return Optional.ofNullable(lastKey);
    }

    /** @param depth how many steps of the way to the records lead here; -1 off that way */
    private void value(JsonParser parser, String path, int depth) throws BadPage {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY && depth == records.size()) {
            found = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                record(parser);
            }
        } else if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                boolean onWay = depth >= 0 && depth < records.size() && name.equals(records.get(depth));
                value(parser, path.isEmpty() ? name : path + "." + name, onWay ? depth + 1 : -1);
            }
        } else if (token == JsonToken.START_ARRAY) {
            parser.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            around.put(path, parser.getString());
        }
    }

    private void record(JsonParser parser) throws BadPage {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new BadPage("record " + (count + 1) + " is not an object");
        }
        count++;
        lastRecord = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
    }

    /** Only the last record is looked into, so that all others pass at the speed of skipping. */
    private @Nullable String keyOfLast(String key) throws BadPage {
        if (key.isEmpty() || lastRecord < 0) {
            return null;
        }
        String found = null;
        try (JsonParser parser = Json.parser(page, (int) lastRecord)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue() && name.equals(key)) {
                    found = parser.getString();
                }
                parser.skipChildren();
            }
        }
        return found;
    }
}
