package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import tools.jackson.core.JacksonException;

/** Turns the bytes of an answer into bodies. */
enum Decoder {
    /** One body, or, where the answer is a list, one for each of its items. */
    JSON,
    /** A body a line; a line that is no JSON is left out. */
    JSON_LINES,
    /** A body a line, as text in a field of its own. */
    LINES,
    XML;

    static Decoder of(Node retriever) {
        Optional<Node> node = retriever.child("decoder");
        return switch (node.map(Node::type).orElse("JsonDecoder")) {
            case "JsonDecoder" -> JSON;
            case "JsonlDecoder" -> JSON_LINES;
            case "IterableDecoder" -> LINES;
            case "XmlDecoder" -> XML;
            default -> {
                node.orElseThrow().refuse();
                yield JSON;
            }
        };
    }

    /** Whether pages can follow an answer of this kind. */
    boolean allowsPages() {
        return this == JSON || this == XML;
    }

    /** Nothing where the answer cannot be read. An answer without items is one empty object. */
    Optional<List<Object>> bodies(byte[] answer, int from) {
        return switch (this) {
            case JSON -> json(answer, from);
            case JSON_LINES -> Optional.of(lines(answer, from, line -> Optional.of(Json.read(line))));
            case LINES ->
                Optional.of(lines(answer, from, line -> {
                    Map<Object, Object> record = new LinkedHashMap<>();
                    record.put("record", line);
                    return Optional.of(record);
                }));
            case XML -> {
                try {
                    yield Optional.of(List.of(Xml.read(answer, from)));
                } catch (XMLStreamException e) {
                    yield Optional.empty();
                }
            }
        };
    }

    private static Optional<List<Object>> json(byte[] answer, int from) {
        Object value;
        try {
            value = Json.read(answer, from);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        if (!(value instanceof List<?> list)) {
            return Optional.of(List.of(value));
        }
        return Optional.of(list.isEmpty() ? List.of(new LinkedHashMap<>()) : List.copyOf(list));
    }

    private interface Line {
        Optional<Object> body(String line);
    }

    private static List<Object> lines(byte[] answer, int from, Line reader) {
        List<Object> bodies = new ArrayList<>();
        new String(answer, from, answer.length - from, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    try {
                        reader.body(line).ifPresent(bodies::add);
                    } catch (JacksonException e) {
                        // a broken line costs that line only
                    }
                });
        return bodies.isEmpty() ? List.of(new LinkedHashMap<>()) : bodies;
    }
}
