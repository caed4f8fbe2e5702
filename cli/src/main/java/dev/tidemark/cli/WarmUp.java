package dev.tidemark.cli;

import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Does a little of everything in a folder that is thrown away. The launcher runs it once after a build, so that the JVM
 * writes down what later starts need (its ahead-of-time cache): they are then more than twice as quick.
 */
public final class WarmUp {

    private static final int RECORDS = 300;

    private WarmUp() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("tidemark-warm-up");
        boolean well;
        try (HttpFront salesforce =
                HttpFront.start(new SalesforceSandbox(Settings.standard().withSize(RECORDS)), 0)) {
            String file = DemoFiles.write(folder, salesforce.url()).toString();
            well = Stream.of(List.of("check", file), List.of("run", "--once", file), List.of("status"))
                    .allMatch(words -> succeeds(folder, words));
        } finally {
            remove(folder);
        }
        System.exit(well ? Exit.OK : Exit.FAILED);
    }

    private static boolean succeeds(Path folder, List<String> words) {
        Terminal terminal = new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Map.of("HOME", folder.toString(), "TIDEMARK_FSYNC_OFF", "true"),
                folder,
                false);
        return Tidemark.execute(words.toArray(String[]::new), terminal) == Exit.OK;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
