package dev.tidemark.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command prints and what it was started in.
 *
 * @param environment variables by name
 * @param folder relative paths begin here
 * @param live whether a person looks on, so that a line may be drawn again
 */
record Terminal(PrintWriter out, PrintWriter err, Map<String, String> environment, Path folder, boolean live) {

    Terminal {
        environment = Map.copyOf(environment);
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void warn(String line) {
        err.println(line);
        err.flush();
    }
}
