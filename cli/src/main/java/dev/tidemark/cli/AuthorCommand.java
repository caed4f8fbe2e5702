package dev.tidemark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command for authors of connectors: it needs no store, and keeps nothing. */
abstract class AuthorCommand implements Callable<Integer> {

    final Terminal terminal;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this")
    boolean help;

    AuthorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether its answer on standard output is one JSON document, so that an error must be one too. */
    boolean answersJson() {
        return false;
    }

    /** A relative path begins at the terminal's folder. */
    final Path at(Path file) {
        return terminal.folder().resolve(file).normalize();
    }
}
