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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Airbyte protocol: all messages on standard output, a line of JSON each; what is no JSON there is log. Its description:
 * github.com/airbytehq/airbyte-protocol, protocol-models/…/airbyte_protocol.yaml.
 */
record Airbyte() implements Protocol {

    static final String NAME = "airbyte";

    @Override
    public Optional<List<String>> spec() {
        return Optional.of(List.of("spec"));
    }

    @Override
    public Optional<List<String>> check(Path config) {
        return Optional.of(List.of("check", "--config", config.toString()));
    }

    @Override
    public List<String> discover(Path config) {
        return List.of("discover", "--config", config.toString());
    }

    @Override
    public List<String> read(Path config, Path catalog, Optional<Path> state) {
        List<String> words =
                new ArrayList<>(List.of("read", "--config", config.toString(), "--catalog", catalog.toString()));
        state.ifPresent(file -> words.addAll(List.of("--state", file.toString())));
        return words;
    }

    @Override
    public Message message(byte[] line) throws BadPage {
        Members message = Members.of(line);
        return switch (message.text("type").orElse("")) {
            case "RECORD" -> {
                Members row = message.object("record");
                yield new Message.Row(
                        row.text("stream").orElse(""),
                        row.raw("data").orElseThrow(() -> new BadPage("a RECORD without data")));
            }
            case "STATE" -> state(message);
            case "LOG" -> {
                Members log = message.object("log");
                yield new Message.Told(
                        level(log.text("level").orElse("INFO")),
                        log.text("message").orElse(""));
            }
            case "TRACE" -> trace(message.object("trace"));
            case "CONTROL" ->
                message.object("control")
                        .object("connectorConfig")
                        .raw("config")
                        .<Message>map(config -> new Message.Settings(Json.read(config)))
                        .orElseGet(Message.Other::new);
            case "CONNECTION_STATUS" -> {
                Members status = message.object("connectionStatus");
                yield new Message.Verdict(
                        status.text("status").orElse("").equals("SUCCEEDED"),
                        status.text("message").orElse(""));
            }
            case "CATALOG" -> answer(message, "catalog");
            case "SPEC" -> answer(message, "spec");
            default -> new Message.Other();
        };
    }

    private static Message answer(Members message, String name) {
        return message.raw(name)
                .<Message>map(raw -> new Message.Answer(Json.read(raw)))
                .orElseGet(Message.Other::new);
    }

    /** A program reads one stream for us, so that the last state is all of it, whatever its kind. */
    private static Message state(Members message) throws BadPage {
        Members state = message.object("state");
        String kind = state.text("type").orElse("LEGACY");
        if (kind.equals("LEGACY")) {
            return state.raw("data")
                    .<Message>map(data -> new Message.State(new String(data, StandardCharsets.UTF_8)))
                    .orElseGet(Message.Other::new);
        }
        byte[] raw = message.raw("state").orElseThrow(() -> new BadPage("a STATE without a state"));
        return new Message.State("[" + new String(raw, StandardCharsets.UTF_8) + "]");
    }

    private static Message trace(Members trace) throws BadPage {
        return switch (trace.text("type").orElse("")) {
            case "ERROR" -> {
                Members error = trace.object("error");
                yield new Message.Trouble(
                        error.text("message").orElse("an error without a message"),
                        error.text("failure_type").orElse("").equals("config_error"));
            }
            case "ESTIMATE" -> {
                long rows = trace.object("estimate")
                        .raw("row_estimate")
                        .map(raw -> new String(raw, StandardCharsets.US_ASCII))
                        .filter(number -> number.matches("\\d{1,18}"))
                        .map(Long::parseLong)
                        .orElse(-1L);
                yield rows < 0 ? new Message.Other() : new Message.Estimate(rows);
            }
            default -> new Message.Other();
        };
    }

    private static System.Logger.Level level(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "FATAL", "ERROR" -> System.Logger.Level.ERROR;
            case "WARN" -> System.Logger.Level.WARNING;
            case "DEBUG", "TRACE" -> System.Logger.Level.DEBUG;
            default -> System.Logger.Level.INFO;
        };
    }

    @Override
    public List<Offered> offered(JsonNode catalog) {
        List<Offered> offered = new ArrayList<>();
        for (JsonNode entry : catalog.path("streams")) {
            List<Field> fields = JsonFields.of(entry.path("json_schema"));
            String name = entry.path("name").asString("");
            if (!name.isBlank() && !fields.isEmpty()) {
                CursorKind cursor = isIncremental(entry) ? CursorKind.OPAQUE : CursorKind.NONE;
                offered.add(new Offered(
                        new StreamSpec(name, fields, key(entry, fields), cursor, Optional.empty(), false, Set.of()),
                        entry));
            }
        }
        return offered;
    }

    /** One whose cursor the user would have to choose is read whole. */
    private static boolean isIncremental(JsonNode entry) {
        boolean has = entry.path("source_defined_cursor").asBoolean(false)
                || !entry.path("default_cursor_field").isEmpty();
        for (JsonNode mode : entry.path("supported_sync_modes")) {
            if (mode.asString("").equals("incremental")) {
                return has;
            }
        }
        return false;
    }

    private static List<String> key(JsonNode entry, List<Field> fields) {
        List<String> key = new ArrayList<>();
        for (JsonNode path : entry.path("source_defined_primary_key")) {
            String part = path.path(0).asString("");
            if (path.size() != 1 || fields.stream().noneMatch(f -> f.name().equals(part))) {
                return List.of(); // it lies deeper than a column
            }
            key.add(part);
        }
        return key;
    }

    @Override
    public String chosen(Offered stream, PageRequest request) {
        boolean isIncremental = stream.stream().cursor() == CursorKind.OPAQUE;
        ObjectNode catalog = Json.object();
        ObjectNode chosen = catalog.putArray("streams").addObject();
        chosen.set("stream", stream.entry());
        chosen.put("sync_mode", isIncremental ? "incremental" : "full_refresh");
        chosen.put(
                "destination_sync_mode",
                stream.stream().key().isEmpty() ? "append" : isIncremental ? "append_dedup" : "overwrite");
        if (isIncremental) {
            chosen.set("cursor_field", copy(stream.entry().path("default_cursor_field")));
        }
        chosen.set("primary_key", copy(stream.entry().path("source_defined_primary_key")));
        chosen.put("generation_id", 1).put("minimum_generation_id", 0).put("sync_id", 1);
        return catalog.toString();
    }

    private static JsonNode copy(JsonNode list) {
        return list.isArray() ? list : Json.object().putArray("none");
    }
}
