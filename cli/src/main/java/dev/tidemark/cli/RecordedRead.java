package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.tree.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What was read when a recording was made: its first line, so that it can be read again.
 *
 * @param manifest the path to it from the recording's folder
 * @param now the time at which it was read; empty where it was not held still
 * @param config as it was written, secrets taken out
 * @param state from which it went on, as it was written; empty for everything
 * @param most records after which the reading ended
 */
record RecordedRead(
        String manifest,
        String stream,
        Optional<String> now,
        Map<Object, Object> config,
        Optional<Object> state,
        long most) {

    private static final String NAME = "recorded";

    /** Whether a line of a recording is this one, and no exchange. */
    static boolean isIn(String line) {
        return line.startsWith("{\"" + NAME + "\":");
    }

    /** Empty where the file is no recording of {@code connector read}. */
    static Optional<RecordedRead> of(Path file) throws IOException {
        String line;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            line = lines.readLine();
        }
        if (line == null || !isIn(line)) {
            return Optional.empty();
        }
        try {
            if (Json.read(line) instanceof Map<?, ?> map
                    && map.get(NAME) instanceof Map<?, ?> read
                    && read.get("manifest") instanceof String manifest
                    && read.get("stream") instanceof String stream
                    && read.get("config") instanceof Map<?, ?> config) {
                return Optional.of(new RecordedRead(
                        manifest,
                        stream,
                        read.get("now") instanceof String now ? Optional.of(now) : Optional.empty(),
                        fields(config),
                        Optional.ofNullable(read.get("state")),
                        read.get("max_records") instanceof Long most ? most : Long.MAX_VALUE));
            }
        } catch (JacksonException e) {
            // told below
        }
        throw new IOException("the first line of " + file + " does not say what was read");
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> fields(Map<?, ?> map) {
        return (Map<Object, Object>) map;
    }

    boolean isWhole() {
        return most == Long.MAX_VALUE;
    }

    /** On one line. */
    String line() {
        Map<Object, Object> read = new LinkedHashMap<>();
        read.put("manifest", manifest);
        read.put("stream", stream);
        now.ifPresent(time -> read.put("now", time));
        read.put("config", config);
        state.ifPresent(from -> read.put("state", from));
        if (!isWhole()) {
            read.put("max_records", most);
        }
        return Json.write(Map.of(NAME, read));
    }
}
