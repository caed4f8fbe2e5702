package dev.tidemark.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs a program of the machine to its end. */
final class Command {

    /** @param output standard output and error together, trimmed */
    record Result(int exit, String output) {
        boolean ok() {
            return exit == 0;
        }
    }

    private Command() {}

    static Result run(List<String> words) {
        return run(words, "");
    }

    /**
     * @param input given to the program's standard input
     * @return exit 127 if there is no such program
     */
    static Result run(List<String> words, String input) {
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        plain(builder);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        }
        try (InputStream out = process.getInputStream()) {
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading: its exit and output say why.
            }
            String output = new String(out.readAllBytes(), StandardCharsets.UTF_8).trim();
            return new Result(Pause.waitFor(process), output);
        } catch (IOException e) {
            process.destroy();
            return new Result(126, String.valueOf(e.getMessage()));
        }
    }

    /** Takes away what the user's shell says to PostgreSQL's programs. */
    static void plain(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
    }

    static List<String> line(List<String> prefix, String... words) {
        var all = new ArrayList<>(prefix);
        all.addAll(List.of(words));
        return all;
    }
}
