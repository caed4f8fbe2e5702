package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Turns the bytes of an answer into bodies: one, or, where the answer is a list, one for each of its items. */
final class Decoder {

    private Decoder() {}

    static void check(Node retriever) {
        Optional<Node> node = retriever.child("decoder");
        if (node.isPresent() && !node.get().type().equals("JsonDecoder")) {
            node.get().refuse();
        }
    }

    /** Never empty: an answer without content, or one that is no JSON, is an empty object. */
    static List<Object> bodies(byte[] answer, int from) {
        Object value;
        try {
            value = Json.read(answer, from);
        } catch (JacksonException e) {
            return List.of(new LinkedHashMap<>());
        }
        if (!(value instanceof List<?> list)) {
            return List.of(value);
        }
        return list.isEmpty() ? List.of(new LinkedHashMap<>()) : List.copyOf(list);
    }
}
