package dev.tidemark.connectors.program;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connectors.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is started, and how it is spoken to.
 *
 * @param command with its arguments
 * @param environment names of the variables that it is given besides the usual ones
 */
record Program(List<String> command, Protocol protocol, List<String> environment, ProgramConfig config) {

    Program {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    static Program of(Access access) {
        List<String> command = list(access, "command");
        if (command.isEmpty()) {
            throw new ConnectorException(
                    "settings.wrong", "'command' names no program", "Write its name and its arguments as a list");
        }
        return new Program(
                command,
                Protocol.of(access.settings().find("protocol").orElse(Singer.NAME)),
                list(access, "environment"),
                ProgramConfig.of(access));
    }

    /** A JSON list of texts, or one text alone. */
    private static List<String> list(Access access, String name) {
        Optional<String> written = access.settings().find(name);
        if (written.isEmpty() || !written.get().startsWith("[")) {
            return written.map(List::of).orElse(List.of());
        }
        try {
            List<String> words = new ArrayList<>();
            for (JsonNode word : Json.tree(written.get().getBytes(StandardCharsets.UTF_8))) {
                words.add(word.asString(""));
            }
            return words;
        } catch (BadPage e) {
            throw new ConnectorException("settings.wrong", "'" + name + "' is no list", "Write [\"a\", \"b\"]", e);
        }
    }

    String name() {
        String first = command.getFirst();
        return first.substring(first.lastIndexOf('/') + 1);
    }
}
