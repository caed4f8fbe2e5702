package dev.tidemark.checkpoint;

import dev.tidemark.connector.Lateness;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Slips;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.Tide.Deletes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a complete pass has seen for certain: every change of before a moment, once its last page is loaded.
 *
 * @param to that moment, by the source's clock: when the pass began, less how late a change may be seen
 * @param changes whether that holds of creates and updates; not where records may have slipped between its pages
 * @param heals where it does not hold, whether the next pass brings what slipped
 * @param deletes how the stream tells of deletes
 * @param from from when on it tells of changes; empty where it read everything
 * @param first the number of its first page
 * @param last the number of the page with which all of it is loaded
 * @param fields a digest of what it brought
 */
public record Reached(
        Instant to,
        boolean changes,
        boolean heals,
        Deletes deletes,
        Optional<Instant> from,
        long first,
        long last,
        String fields) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Reached {
        Objects.requireNonNull(to);
        Objects.requireNonNull(deletes);
        Objects.requireNonNull(from);
    }

    /**
     * Of a pass that is complete.
     *
     * @param before the checkpoint that it began with
     * @param last the number of the last page of the line
     * @return empty where the source vouches for nothing, or nothing is known of what came before
     */
    public static Optional<Reached> by(
            SourceConnector source, StreamSpec stream, Pass pass, Checkpoint before, long last) {
        Optional<Lateness> lateness = source.lateness(stream);
        if (lateness.isEmpty() || pass.started().isEmpty()) {
            return Optional.empty();
        }
        Instant to = pass.started().get().minus(lateness.get().lag());
        Optional<Instant> from = switch (pass.reading()) {
            case Reading.Everything e -> Optional.empty();
            case Reading.Since since ->
                before.reached()
                        .filter(r -> !r.changes && r.heals)
                        .map(Reached::from)
                        .orElse(Optional.of(since.from()));
            case Reading.From f -> before.reached().map(Reached::to);
        };
        if (from.isEmpty() && pass.reading() instanceof Reading.From) {
            return Optional.empty();
        }
        Slips slips = source.slips(stream);
        boolean slipped = slips != Slips.NEVER && pass.first() > 0 && pass.first() < last;
        return Optional.of(new Reached(
                to,
                !slipped,
                slips != Slips.AS_OTHERS_DO,
                deletes(source, stream),
                from,
                pass.first(),
                last,
                digest(pass.fields())));
    }

    private static Deletes deletes(SourceConnector source, StreamSpec stream) {
        if (stream.seesDeletes()) {
            return source.allTellsDeletes(stream) ? Deletes.ALWAYS_TOLD : Deletes.TOLD;
        }
        return source.readsAll(stream) && !stream.key().isEmpty() ? Deletes.ABSENCE : Deletes.NEVER;
    }

    /** Of what a pass brings: each field with its type and its column. */
    public static String digest(List<String> fields) {
        try {
            byte[] all = String.join("\n", fields).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As the store keeps it. */
    public String toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("to", to.toString());
        node.put("changes", changes);
        node.put("heals", heals);
        node.put("deletes", deletes.name());
        from.ifPresent(f -> node.put("from", f.toString()));
        node.put("first", first);
        node.put("last", last);
        node.put("fields", fields);
        return node.toString();
    }

    public static Reached ofJson(String json) {
        JsonNode node = JSON.readTree(json);
        return new Reached(
                Instant.parse(node.path("to").asString()),
                node.path("changes").asBoolean(),
                node.path("heals").asBoolean(),
                Deletes.valueOf(node.path("deletes").asString()),
                node.has("from") ? Optional.of(Instant.parse(node.path("from").asString())) : Optional.empty(),
                node.path("first").asLong(),
                node.path("last").asLong(),
                node.path("fields").asString());
    }
}
