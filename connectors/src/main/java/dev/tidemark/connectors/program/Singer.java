package dev.tidemark.connectors.program;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.json.Members;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Singer protocol: SCHEMA, RECORD and STATE on standard output, a line of JSON each, the log on standard error. The spec:
 * github.com/singer-io/getting-started, docs/SPEC.md and docs/DISCOVERY_MODE.md.
 */
record Singer() implements Protocol {

    static final String NAME = "singer";

    @Override
    public Optional<List<String>> spec() {
        return Optional.empty();
    }

    @Override
    public Optional<List<String>> check(Path config) {
        return Optional.empty();
    }

    @Override
    public List<String> discover(Path config) {
        return List.of("--config", config.toString(), "--discover");
    }

    @Override
    public List<String> read(Path config, Path catalog, Optional<Path> state) {
        List<String> words = new ArrayList<>(List.of("--config", config.toString(), "--catalog", catalog.toString()));
        state.ifPresent(file -> words.addAll(List.of("--state", file.toString())));
        return words;
    }

    @Override
    public Message message(byte[] line) throws BadPage {
        Members message = Members.of(line);
        return switch (message.text("type").orElse("")) {
            case "RECORD" ->
                new Message.Row(
                        message.text("stream").orElse(""),
                        message.raw("record").orElseThrow(() -> new BadPage("a RECORD without a record")));
            case "STATE" ->
                new Message.State(new String(
                        message.raw("value").orElseThrow(() -> new BadPage("a STATE without a value")),
                        StandardCharsets.UTF_8));
            default -> new Message.Other();
        };
    }

    @Override
    public List<Offered> offered(JsonNode catalog) {
        List<Offered> offered = new ArrayList<>();
        for (JsonNode entry : catalog.path("streams")) {
            String name =
                    entry.path("stream").asString(entry.path("tap_stream_id").asString(""));
            List<Field> fields = JsonFields.of(entry.path("schema"));
            if (name.isBlank() || fields.isEmpty()) {
                continue;
            }
            JsonNode about = about(entry);
            offered.add(new Offered(
                    new StreamSpec(
                            name,
                            fields,
                            key(entry, about, fields),
                            cursor(entry, about),
                            Optional.empty(),
                            false,
                            Set.of()),
                    entry));
        }
        return offered;
    }

    /** The metadata of the stream as a whole. */
    private static JsonNode about(JsonNode entry) {
        for (JsonNode data : entry.path("metadata")) {
            if (data.path("breadcrumb").isEmpty()) {
                return data.path("metadata");
            }
        }
        return Json.object();
    }

    private static List<String> key(JsonNode entry, JsonNode about, List<Field> fields) {
        JsonNode parts = entry.path("key_properties").isEmpty()
                ? about.path("table-key-properties").isEmpty()
                        ? about.path("view-key-properties")
                        : about.path("table-key-properties")
                : entry.path("key_properties");
        List<String> key = new ArrayList<>();
        parts.forEach(part -> key.add(part.asString("")));
        boolean isWhole = key.stream()
                .allMatch(part -> fields.stream().anyMatch(f -> f.name().equals(part)));
        return isWhole ? key : List.of();
    }

    /** A tap that does not say is given its state back: it knows what to make of it. */
    private static CursorKind cursor(JsonNode entry, JsonNode about) {
        String method = about.path("forced-replication-method")
                .asString(about.path("replication-method")
                        .asString(entry.path("replication_method").asString("")));
        return method.equals("FULL_TABLE") ? CursorKind.NONE : CursorKind.OPAQUE;
    }

    /** Selected in both ways that taps look for it: by metadata, and in the schema. */
    @Override
    public String chosen(Offered stream, PageRequest request) {
        ObjectNode entry = (ObjectNode) stream.entry().deepCopy();
        if (entry.path("schema") instanceof ObjectNode schema) {
            schema.put("selected", true);
        }
        JsonNode about = about(entry);
        String method = about.path("forced-replication-method")
                .asString(about.path("replication-method")
                        .asString(about.path("valid-replication-keys").isEmpty() ? "" : "INCREMENTAL"));
        ArrayNode metadata = entry.path("metadata") instanceof ArrayNode there ? there : entry.putArray("metadata");
        ObjectNode whole = whole(metadata);
        whole.put("selected", true);
        if (!method.isEmpty() && !whole.has("replication-method")) {
            whole.put("replication-method", method);
        }
        if (!whole.has("replication-key")
                && !whole.path("valid-replication-keys").isEmpty()) {
            whole.set("replication-key", whole.path("valid-replication-keys").path(0));
        }
        Set<String> wanted =
                Set.copyOf(request.stream().fields().stream().map(Field::name).toList());
        for (Field field : stream.stream().fields()) {
            select(metadata, field.name(), wanted.contains(field.name()));
        }
        ObjectNode catalog = Json.object();
        catalog.putArray("streams").add(entry);
        return catalog.toString();
    }

    private static ObjectNode whole(ArrayNode metadata) {
        for (JsonNode data : metadata) {
            if (data.path("breadcrumb").isEmpty() && data.path("metadata") instanceof ObjectNode whole) {
                return whole;
            }
        }
        ObjectNode data = metadata.addObject();
        data.putArray("breadcrumb");
        return data.putObject("metadata");
    }

    private static void select(ArrayNode metadata, String field, boolean isWanted) {
        for (JsonNode data : metadata) {
            JsonNode at = data.path("breadcrumb");
            if (at.size() == 2
                    && at.path(1).asString("").equals(field)
                    && data.path("metadata") instanceof ObjectNode its) {
                if (!its.path("inclusion").asString("").equals("automatic")) {
                    its.put("selected", isWanted);
                }
                return;
            }
        }
        ObjectNode data = metadata.addObject();
        data.putArray("breadcrumb").add("properties").add(field);
        data.putObject("metadata").put("selected", isWanted);
    }
}
