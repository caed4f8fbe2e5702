package dev.tidemark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tidemark version}. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class Version implements Callable<Integer> {

    private final Terminal terminal;

    Version(Terminal terminal) {
        this.terminal = terminal;
    }

    /** As the build named it. */
    static String number() {
        try (InputStream in = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Integer call() {
        terminal.say("Tidemark " + number() + ", Java " + Runtime.version());
        return Exit.OK;
    }
}
