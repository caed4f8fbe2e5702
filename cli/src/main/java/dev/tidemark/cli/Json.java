package dev.tidemark.cli;

import dev.tidemark.connector.Counts;
import dev.tidemark.overview.RunView;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What commands print under {@code --json}. Field names are stable. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    static void time(ObjectNode node, String name, Optional<Instant> time) {
        node.put(name, time.map(Instant::toString).orElse(null));
    }

    static void print(Terminal terminal, JsonNode node) {
        terminal.say(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node));
    }

    /** On one line, for output that goes on. */
    static void printLine(Terminal terminal, JsonNode node) {
        terminal.say(MAPPER.writeValueAsString(node));
    }

    static ObjectNode run(RunView run) {
        ObjectNode node = object();
        node.put("id", run.id().toString());
        node.put("workspace", run.workspace());
        node.put("sync", run.name());
        node.put("direction", run.direction());
        node.put("kind", run.kind());
        node.put("cause", run.cause());
        node.put("state", run.state());
        time(node, "queued_at", Optional.of(run.queuedAt()));
        time(node, "started_at", run.startedAt());
        time(node, "retrieved_at", run.retrievedAt());
        time(node, "ended_at", run.endedAt());
        node.put("requests", run.requests());
        node.put("bytes", run.bytes());
        node.put("expected", run.expected().isPresent() ? run.expected().getAsLong() : null);
        Counts counts = run.counts();
        node.put("seen", counts.seen());
        node.put("loaded", counts.loaded());
        node.put("unchanged", counts.unchanged());
        node.put("deleted", counts.deleted());
        node.put("rejected", counts.rejected());
        node.put("notes", run.notes());
        node.put("error_code", run.failed() ? run.errorCode() : null);
        node.put("error", run.failed() ? run.error() : null);
        node.put("what_to_do", run.failed() ? run.whatToDo() : null);
        return node;
    }
}
