package dev.tidemark.connectors.manifest.ours;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Hint;
import dev.tidemark.connectors.hook.Signature;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import dev.tidemark.connectors.rest.Nearest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the body of a webhook tells.
 *
 * @param path to the events, or to the only one; empty where the body is that
 * @param id path to an event's own name; empty where it has none
 * @param type path to what kind of event it is; empty where all are of one
 * @param streams that an event is about, by its type; by the empty text where all are of one
 * @param key path to the record's key; empty where only the stream is told
 * @param gone by what the event says that the record was deleted
 */
record Told(
        List<String> path,
        List<String> id,
        List<String> type,
        Map<String, List<String>> streams,
        List<String> key,
        Optional<Tombstone> gone) {

    static final Set<String> KEYS = Set.of("path", "id", "type", "streams", "stream", "key", "gone");
    static final Set<String> GONE_KEYS = Set.of("path", "values");

    Told {
        path = List.copyOf(path);
        id = List.copyOf(id);
        type = List.copyOf(type);
        streams = Map.copyOf(streams);
        key = List.copyOf(key);
    }

    static Told of(Node node, Set<String> readable) {
        node.only(KEYS);
        if (node.has("stream") == node.has("streams")) {
            node.problem("either 'stream' says what all events are about, or 'streams' by their types");
        }
        if (node.has("streams") != node.has("type")) {
            node.problem("'type', the path to an event's type, and 'streams', a table by it, belong together");
        }
        if (node.has("gone") && !node.has("key")) {
            node.at("gone").problem("which record is gone is said by 'key'");
        }
        Map<String, List<String>> streams = new LinkedHashMap<>();
        if (node.has("stream")) {
            streams.put("", known(node, "stream", readable));
        }
        node.child("streams")
                .ifPresent(table -> table.fields()
                        .keySet()
                        .forEach(type -> streams.put(Python.str(type), known(table, Python.str(type), readable))));
        return new Told(
                path(node, "path"),
                path(node, "id"),
                somePath(node, "type"),
                streams,
                path(node, "key"),
                node.child("gone").flatMap(Told::gone));
    }

    private static List<String> known(Node node, String field, Set<String> readable) {
        List<String> names = Tombstone.path(node, field);
        if (names.isEmpty()) {
            node.at(field).problem("no stream is named");
        }
        for (String name : names) {
            if (!readable.contains(name)) {
                node.at(field).problem("there is no stream '" + name + "' that is read" + Nearest.hint(name, readable));
            }
        }
        return names;
    }

    private static Optional<Tombstone> gone(Node node) {
        node.only(GONE_KEYS);
        List<String> path = path(node, "path");
        if (path.isEmpty()) {
            node.problem("'path' is missing: the field that says that the record was deleted");
            return Optional.empty();
        }
        return Optional.of(new Tombstone(path, node.list("values")));
    }

    /** A path to one value: a field, or the fields on the way. */
    static List<String> path(Node node, String field) {
        List<String> path = Tombstone.path(node, field);
        if (path.stream().anyMatch(Paths::isPattern)) {
            node.at(field).problem("a path to one value: it takes names and numbers only");
        }
        return path;
    }

    /** As {@link #path}, of a value that the body itself cannot be. */
    static List<String> somePath(Node node, String field) {
        List<String> path = path(node, field);
        if (node.has(field) && path.isEmpty()) {
            node.at(field).problem("a path of no field");
        }
        return path;
    }

    /**
     * Hints at what the events of a body are about. One of another type is passed over.
     *
     * @param time that stands under the signature; it tells two events apart that have no names
     * @throws BadPage where an event is no object
     */
    List<Hint> hints(Object body, String time) throws BadPage {
        Object there = Paths.get(body, path).orElse(List.of());
        List<Hint> hints = new ArrayList<>();
        for (Object event : there instanceof List<?> list ? list : List.of(there)) {
            if (!(event instanceof Map<?, ?> fields)) {
                throw new BadPage("not an event");
            }
            hint(fields, time, hints);
        }
        return hints;
    }

    private void hint(Map<?, ?> event, String time, List<Hint> hints) {
        Optional<String> kind = type.isEmpty() ? Optional.of("") : word(event, type);
        List<String> about = kind.map(k -> streams.getOrDefault(k, List.of())).orElse(List.of());
        Optional<String> record =
                key.isEmpty() ? Optional.empty() : word(event, key).filter(Told::isKey);
        boolean isGone = gone.filter(g -> g.isIn(event)).isPresent();
        for (String stream : about) {
            String name = name(event, time, stream);
            hints.add(
                    record.isPresent()
                            ? new Hint.OfRecord(name, stream, record.get(), isGone)
                            : new Hint.OfStream(name, stream));
        }
    }

    /** A digest always, for an app may call its events what it likes. */
    private String name(Map<?, ?> event, String time, String stream) {
        Optional<String> own = id.isEmpty() ? Optional.empty() : word(event, id);
        return own.isPresent()
                ? Signature.digest(Signature.bytes("id"), Signature.bytes(own.get()), Signature.bytes(stream))
                : Signature.digest(
                        Signature.bytes("event"),
                        Signature.bytes(time),
                        Signature.bytes(Json.write(event)),
                        Signature.bytes(stream));
    }

    private static boolean isKey(String key) {
        return key.length() <= Hint.LONGEST && key.indexOf(0) < 0;
    }

    /** A text or a whole number that is not empty. */
    private static Optional<String> word(Map<?, ?> event, List<String> path) {
        return Paths.get(event, path)
                .filter(v -> v instanceof String || v instanceof Long || v instanceof BigInteger)
                .map(Python::str)
                .filter(text -> !text.isEmpty());
    }
}
