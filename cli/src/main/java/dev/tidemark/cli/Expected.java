package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.tree.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * What a recorded read came to: {@code NAME.records.jsonl} and {@code NAME.state.json} beside the recording {@code NAME.jsonl}.
 *
 * @param records a line of JSON each, in the order in which they were read
 * @param state as {@code --state-out} writes it
 */
record Expected(List<String> records, String state) {

    static final String RECORDS = ".records.jsonl";
    static final String STATE = ".state.json";
    private static final int MOST_TOLD = 5;

    Expected {
        records = List.copyOf(records);
    }

    static Path records(Path recording) {
        return beside(recording, RECORDS);
    }

    static Path state(Path recording) {
        return beside(recording, STATE);
    }

    private static Path beside(Path recording, String ending) {
        return recording.resolveSibling(
                String.valueOf(recording.getFileName()).replaceFirst("\\.jsonl?$", "") + ending);
    }

    static boolean isThere(Path recording) {
        return Files.exists(records(recording)) && Files.exists(state(recording));
    }

    static Expected of(Path recording) throws IOException {
        return new Expected(
                Files.readAllLines(records(recording)).stream()
                        .filter(line -> !line.isBlank())
                        .toList(),
                Files.readString(state(recording)));
    }

    void write(Path recording) throws IOException {
        StringBuilder lines = new StringBuilder();
        records.forEach(line -> lines.append(line).append('\n'));
        Files.writeString(records(recording), lines);
        Files.writeString(state(recording), state + "\n");
    }

    /** In what another result differs from this one, for a person; nothing where it is the same. */
    List<String> differences(Expected got) {
        List<String> told = new ArrayList<>();
        List<Object> missing = values(records);
        List<Object> more = new ArrayList<>();
        for (Object record : values(got.records)) {
            if (!missing.remove(record)) {
                more.add(record);
            }
        }
        tell(told, "a record is missing: ", missing);
        tell(told, "a record that is not expected: ", more);
        if (told.isEmpty() && !values(records).equals(values(got.records))) {
            told.add("the records come in another order");
        }
        Object before = value(state);
        Object after = value(got.state);
        if (!before.equals(after)) {
            told.add("the state is " + Json.write(after) + ", not " + Json.write(before));
        }
        return told;
    }

    private static void tell(List<String> told, String what, List<Object> records) {
        records.stream().limit(MOST_TOLD).forEach(record -> told.add(what + Json.write(record)));
        if (records.size() > MOST_TOLD) {
            told.add("and " + (records.size() - MOST_TOLD) + " more");
        }
    }

    private static List<Object> values(List<String> lines) {
        List<Object> values = new ArrayList<>();
        lines.forEach(line -> values.add(value(line)));
        return values;
    }

    /** However it is spaced; what is no JSON is itself. */
    private static Object value(String text) {
        try {
            return Json.read(text);
        } catch (JacksonException e) {
            return text.strip();
        }
    }
}
