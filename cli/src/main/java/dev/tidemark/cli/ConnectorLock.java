package dev.tidemark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code connector add} took in, written beside it, so that nothing else is ever run under its name.
 *
 * @param from the address or path that it came from
 * @param licence as it was found then
 * @param hashes the SHA-256 of each file that counts, by its path in the folder
 */
record ConnectorLock(String from, Licence licence, Map<String, String> hashes) {

    static final String FILE = "connector.lock";

    ConnectorLock {
        hashes = Map.copyOf(hashes);
    }

    /** Empty where the folder was not added. */
    static Optional<ConnectorLock> in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = Json.parse(Files.readString(file));
            Map<String, String> hashes = new TreeMap<>();
            node.path("sha256")
                    .properties()
                    .forEach(e -> hashes.put(e.getKey(), e.getValue().asString("")));
            return Optional.of(new ConnectorLock(
                    node.path("from").asString(""),
                    new Licence(
                            node.path("licence").asString(Licence.UNKNOWN.name()),
                            node.path("licence_from").asString("")),
                    hashes));
        } catch (JacksonException e) {
            throw new IOException(FILE + " in " + folder + " is no JSON", e);
        }
    }

    String text() {
        ObjectNode node =
                Json.object().put("from", from).put("licence", licence.name()).put("licence_from", licence.from());
        ObjectNode sha256 = node.putObject("sha256");
        new TreeMap<>(hashes).forEach(sha256::put);
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    }

    /** In what files differ from those that were added, for a person; nothing where they are the same. */
    List<String> differences(Map<String, String> now) {
        List<String> told = new ArrayList<>();
        TreeSet<String> files = new TreeSet<>(hashes.keySet());
        files.addAll(now.keySet());
        for (String file : files) {
            if (!now.containsKey(file)) {
                told.add(file + " is gone");
            } else if (!hashes.containsKey(file)) {
                told.add(file + " was not there when it was added");
            } else if (!Objects.equals(hashes.get(file), now.get(file))) {
                told.add(file + " is not what was added");
            }
        }
        return told;
    }
}
