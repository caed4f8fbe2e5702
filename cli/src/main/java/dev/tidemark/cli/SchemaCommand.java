package dev.tidemark.cli;

import dev.tidemark.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tidemark schema}: what an editor needs to check a workspace file while it is written. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of workspace files, for editors.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  tidemark schema > workspace.schema.json"})
final class SchemaCommand implements Callable<Integer> {

    private final Terminal terminal;

    SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream in = Objects.requireNonNull(Workspace.class.getResourceAsStream("workspace.schema.json"))) {
            terminal.say(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
        return Exit.OK;
    }
}
