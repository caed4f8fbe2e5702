package dev.tidemark.connectors.manifest.vectors;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.stream.Manifest;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Runs vector files: a manifest, settings, a time, and runs with their exchanges, records and states. */
public final class Vectors {

    private Vectors() {}

    /** @throws IOException where the file cannot be read, or is no vector file */
    public static Verdict run(Path file) throws IOException {
        Object read;
        try {
            read = Json.read(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new IOException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
        String name = String.valueOf(file.getFileName());
        if (read instanceof List<?> expressions) {
            return ExpressionVectors.run(name, expressions);
        }
        try {
            return new Verdict(name, manifest((Map<?, ?>) read));
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new IOException(file + " is no vector file: " + e.getMessage(), e);
        }
    }

    private static List<String> manifest(Map<?, ?> vector) {
        InstantSource clock = InstantSource.fixed(Instant.parse(Python.str(need(vector, "now"))));
        Manifest manifest;
        try {
            manifest = Manifest.load(Json.write(need(vector, "manifest")), clock, path -> Optional.of("{}"));
        } catch (BadManifest e) {
            // Without lines: the manifest is a part of the vector file, and was written anew.
            return e.problems().stream()
                    .map(p -> "cannot run: " + new Problem(p.place(), p.what()))
                    .toList();
        }
        List<String> differences = new ArrayList<>();
        int number = 1;
        Map<String, Exchange> before = new LinkedHashMap<>();
        Map<Object, Object> config = manifest.configured(map(need(vector, "config")));
        for (Object run : (List<?>) need(vector, "runs")) {
            String prefix = "run " + number++ + ": ";
            Map<String, Exchange> exchanges = Exchange.all((List<?>) need((Map<?, ?>) run, "exchanges"));
            Replay replay = new Replay(exchanges, before, config, clock);
            run(manifest, replay, config, (Map<?, ?>) run, clock).forEach(d -> differences.add(prefix + d));
            before.putAll(exchanges);
        }
        return differences;
    }

    private static List<String> run(
            Manifest manifest, Replay replay, Map<Object, Object> config, Map<?, ?> run, InstantSource clock) {
        Map<String, Map<Object, Object>> given = states(need(run, "state_in"));
        Map<String, Map<Object, Object>> expected = states(need(run, "final_state"));
        List<String> differences = new ArrayList<>();
        Records records = new Records((List<?>) need(run, "records"));
        for (Object item : (List<?>) need((Map<?, ?>) need(run, "catalog"), "streams")) {
            String name = Python.str(need((Map<?, ?>) need((Map<?, ?>) item, "stream"), "name"));
            Map<Object, Object> state = given.getOrDefault(name, Map.of());
            List<StreamModel> variants = manifest.variants(name, config);
            if (variants.isEmpty()) {
                differences.add("the manifest has no stream " + name);
                continue;
            }
            StreamModel stream = variants.get(manifest.variant(name, state, config, clock.instant()));
            Replay.Reading reading = replay.read(stream, state);
            records.read(name, reading.records());
            String want = Json.sorted(expected.getOrDefault(name, Map.of()));
            String got = Json.sorted(reading.state());
            if (!want.equals(got)) {
                differences.add("state of " + name + ": expected " + want + ", got " + got);
            }
        }
        differences.addAll(0, replay.differences());
        differences.addAll(records.differences());
        return differences;
    }

    /** The states of streams by name, from a list of messages or a map of them. */
    private static Map<String, Map<Object, Object>> states(Object messages) {
        Map<String, Map<Object, Object>> states = new LinkedHashMap<>();
        List<?> all = messages instanceof Map<?, ?> map
                ? List.copyOf(map.values())
                : messages == None.NONE ? List.of() : (List<?>) messages;
        for (Object message : all) {
            Map<?, ?> stream = (Map<?, ?>) need((Map<?, ?>) message, "stream");
            String name = Python.str(need((Map<?, ?>) need(stream, "stream_descriptor"), "name"));
            states.put(name, map(need(stream, "stream_state")));
        }
        return states;
    }

    static Object need(Map<?, ?> map, String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    static Map<Object, Object> map(Object value) {
        return value == None.NONE ? Map.of() : (Map<Object, Object>) value;
    }
}
