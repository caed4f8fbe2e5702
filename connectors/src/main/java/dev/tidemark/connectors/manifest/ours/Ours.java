package dev.tidemark.connectors.manifest.ours;

import dev.tidemark.connector.Setting;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.rest.Nearest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All of {@code metadata.tidemark}.
 *
 * @param safetyLag how much of the time that was read is read again, of streams that say nothing else
 * @param quota what the API allows one account; empty where the manifest does not say
 * @param webhooks how the app's are understood; empty where the manifest does not say
 * @param streams by their names
 */
public record Ours(
        Optional<Duration> safetyLag,
        List<Allowance> quota,
        Optional<Webhooks> webhooks,
        Map<String, OfStream> streams) {

    static final Set<String> KEYS = Set.of("safety_lag", "quota", "webhooks", "streams");
    static final Set<String> STREAM_KEYS = Set.of("safety_lag", "deletes", "write");

    public Ours {
        quota = List.copyOf(quota);
        streams = Map.copyOf(streams);
    }

    /** What is said of one stream. */
    public record OfStream(Optional<Duration> safetyLag, Optional<Tombstone> tombstone, Optional<WriteRules> write) {
        static final OfStream NOTHING = new OfStream(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads it; what is wrong becomes a problem with its place.
     *
     * @param readable the fields of the streams that can be read, by the streams' names; empty where a stream has no schema
     * @param settings that the manifest's spec has
     */
    public static Ours of(
            Node top, Map<String, Map<Object, Object>> readable, List<Setting> settings, Expressions expressions) {
        Optional<Node> node = top.child("metadata").flatMap(data -> data.child("tidemark"));
        if (node.isEmpty()) {
            return new Ours(Optional.empty(), List.of(), Optional.empty(), Map.of());
        }
        node.get().only(KEYS);
        Map<String, OfStream> streams = new LinkedHashMap<>();
        Optional<Node> all = node.get().child("streams");
        if (all.isPresent()) {
            for (Object name : all.get().fields().keySet()) {
                String stream = String.valueOf(name);
                all.get().child(stream).ifPresent(s -> streams.put(stream, stream(s, stream, readable, expressions)));
            }
        }
        return new Ours(
                Allowance.span(node.get(), "safety_lag"),
                Allowance.of(node.get(), "quota"),
                node.get().child("webhooks").flatMap(w -> Webhooks.of(w, readable.keySet(), settings)),
                streams);
    }

    private static OfStream stream(
            Node node, String name, Map<String, Map<Object, Object>> readable, Expressions expressions) {
        if (node.has("webhook") || node.has("webhooks")) {
            node.at(node.has("webhook") ? "webhook" : "webhooks")
                    .problem("webhooks are those of the account as a whole: write them to metadata.tidemark.webhooks");
            return OfStream.NOTHING;
        }
        if (node.has("quota")) {
            node.at("quota")
                    .problem("an allowance is that of the account as a whole: write it to metadata.tidemark.quota");
            return OfStream.NOTHING;
        }
        node.only(STREAM_KEYS);
        boolean isRead = readable.containsKey(name);
        if (!isRead && !node.has("write")) {
            node.problem("there is no stream '" + name + "' that is read" + Nearest.hint(name, readable.keySet()));
        }
        return new OfStream(
                Allowance.span(node, "safety_lag"),
                node.child("deletes").flatMap(Tombstone::of),
                node.child("write")
                        .map(write -> WriteRules.of(write, readable.getOrDefault(name, Map.of()), expressions)));
    }

    /** What is said of a stream; nothing where nothing is. */
    public OfStream stream(String name) {
        return streams.getOrDefault(name, OfStream.NOTHING);
    }

    /** Whether any stream can be written to. */
    public boolean writes() {
        return streams.values().stream().anyMatch(s -> s.write().isPresent());
    }
}
