package dev.tidemark.connectors.json;

import dev.tidemark.connector.BadPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One way of reading JSON for all of this package, so that what the envelope accepts the records accept too. */
public final class Json {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * A small answer as a tree; never a page of records.
     *
     * @throws BadPage where it is not one whole JSON value
     */
    public static JsonNode tree(byte[] body) throws BadPage {
        try {
            JsonNode tree = MAPPER.readTree(body);
            if (tree.isMissingNode()) {
                throw new BadPage("empty, where JSON was expected");
            }
            return tree;
        } catch (JacksonException e) {
            throw bad(e);
        }
    }

    /** As {@link #tree}, of what was proven whole before. */
    public static JsonNode read(byte[] body) {
        return MAPPER.readTree(body);
    }

    /** An object to be filled in. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A tree, map, list or scalar as JSON text. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** As {@link #text}, in UTF-8. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * A value inside of a body as it is spelt there.
     *
     * @param path names with dots between them; an array on the way is entered by its first element
     * @throws BadPage where the body is broken before the end of that value, or has no such value
     */
    public static byte[] slice(byte[] body, String path) throws BadPage {
        try (JsonParser parser = parser(body)) {
            parser.nextToken();
            for (String step : steps(path)) {
                while (parser.currentToken() == JsonToken.START_ARRAY) {
                    parser.nextToken();
                }
                enter(parser, step);
            }
            int from = start(parser);
            parser.skipChildren();
            return Arrays.copyOfRange(body, from, end(parser));
        } catch (JacksonException e) {
            throw bad(e);
        }
    }

    /**
     * The elements of an array of a body, each as it is spelt there.
     *
     * @param path names with dots between them; empty where the body is that array
     * @throws BadPage where the body is not one whole JSON value, or has no such array
     */
    public static List<byte[]> elements(byte[] body, String path) throws BadPage {
        try (JsonParser parser = parser(body)) {
            parser.nextToken();
            for (String step : steps(path)) {
                enter(parser, step);
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new BadPage("no array at '" + path + "'");
            }
            List<byte[]> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = start(parser);
                parser.skipChildren();
                elements.add(Arrays.copyOfRange(body, from, end(parser)));
            }
            while (parser.nextToken() != null) {
                // What follows must be whole, too.
            }
            return elements;
        } catch (JacksonException e) {
            throw bad(e);
        }
    }

    private static void enter(JsonParser parser, String name) throws BadPage {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return;
            }
            parser.skipChildren();
        }
        throw new BadPage("no '" + name + "' in the answer");
    }

    /** The names on the way to a page's records. */
    static List<String> steps(String path) {
        return path.isEmpty() ? List.of() : Arrays.asList(path.split("\\.", -1));
    }

    static JsonParser parser(byte[] page) {
        return FACTORY.createParser(ObjectReadContext.empty(), page);
    }

    static JsonParser parser(byte[] page, int from) {
        return FACTORY.createParser(ObjectReadContext.empty(), page, from, page.length - from);
    }

    static BadPage bad(JacksonException e) {
        return new BadPage(
                "not whole, valid JSON, at byte " + e.getLocation().getByteOffset() + ": " + e.getOriginalMessage(), e);
    }

    /** Where the parser's current token begins in the page. */
    static int start(JsonParser parser) throws BadPage {
        return offset(parser.currentTokenLocation().getByteOffset());
    }

    /** Where the parser's current token ends in the page. */
    static int end(JsonParser parser) throws BadPage {
        parser.finishToken();
        return offset(parser.currentLocation().getByteOffset());
    }

    /** The value at which the parser stands, with all below it, as it is spelt in the page. */
    static String raw(JsonParser parser, byte[] page) throws BadPage {
        int from = start(parser);
        parser.skipChildren();
        return new String(page, from, end(parser) - from, StandardCharsets.UTF_8);
    }

    private static int offset(long bytes) throws BadPage {
        if (bytes < 0) {
            throw new BadPage("not in UTF-8");
        }
        return (int) bytes;
    }
}
