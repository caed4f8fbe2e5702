package dev.tidemark.sandbox.stripe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What objects look like before anything is known of them, and what parameters writes take. */
final class Templates {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode OBJECTS = JSON.readTree(bytes("templates.json"));
    private static final Map<String, Map<String, String>> PARAMS = params();

    private Templates() {}

    static ObjectNode of(String object) {
        return ((ObjectNode) OBJECTS.required(object)).deepCopy();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A list as it stands inside of objects. */
    static ObjectNode list(String url) {
        ObjectNode list = object().put("object", "list");
        list.putArray("data");
        return list.put("has_more", false).put("url", url);
    }

    /** The types of the parameters with which a collection's members are created; a star marks what must be there. */
    static Map<String, String> creates(Coll coll) {
        return PARAMS.getOrDefault(coll.path() + " c", Map.of());
    }

    /** The types of the parameters that change a member. */
    static Map<String, String> changes(Coll coll) {
        return PARAMS.getOrDefault(coll.path() + " u", Map.of("metadata", "object"));
    }

    private static Map<String, Map<String, String>> params() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        new String(bytes("params.txt"), StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            Map<String, String> params = new LinkedHashMap<>();
            for (int i = 2; i < words.length; i++) {
                int colon = words[i].indexOf(':');
                params.put(words[i].substring(0, colon), words[i].substring(colon + 1));
            }
            all.put(words[0] + " " + words[1], params);
        });
        return all;
    }

    private static byte[] bytes(String file) {
        try (InputStream in = Templates.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
