package dev.tidemark.sandbox.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a script of {@code src/test/js} that drives a sandbox with a client which others wrote for the real API. The
 * clients of all APIs are installed together, once, as package-lock.json has them.
 */
public final class NodeClient {
    private static final Path JS = Path.of("src/test/js").toAbsolutePath();
    private static final JsonMapper JSON = new JsonMapper();
    private static final ReentrantLock INSTALLING = new ReentrantLock();

    private NodeClient() {}

    /**
     * The names of the checks that the script told to be well, in order: its lines {@code ok NAME}.
     *
     * @throws AssertionError when the script fails; with all that it said
     */
    public static List<String> checks(String script, String... arguments) throws IOException, InterruptedException {
        install();
        List<String> command =
                Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList();
        return run(command)
                .lines()
                .filter(line -> line.startsWith("ok "))
                .map(line -> line.substring(3))
                .toList();
    }

    /** Once, whichever test and whichever of several JVMs comes first. */
    private static void install() throws IOException, InterruptedException {
        INSTALLING.lock();
        try {
            Path target = Files.createDirectories(Path.of("target"));
            try (FileChannel file = FileChannel.open(
                            target.resolve("npm.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                if (lock.isValid() && !installed()) {
                    run(List.of("npm", "ci", "--no-audit", "--no-fund"));
                }
            }
        } finally {
            INSTALLING.unlock();
        }
    }

    private static boolean installed() throws IOException {
        JsonNode wanted = JSON.readTree(Files.readString(JS.resolve("package.json")));
        for (var client : wanted.path("dependencies").properties()) {
            Path there = JS.resolve("node_modules").resolve(client.getKey()).resolve("package.json");
            String version = client.getValue().asString("");
            if (!Files.exists(there)
                    || !JSON.readTree(Files.readString(there))
                            .path("version")
                            .asString("")
                            .equals(version)) {
                return false;
            }
        }
        return true;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("client", ".log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(JS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException missing) {
            throw new AssertionError(
                    command.getFirst()
                            + " could not be started: this test needs Node.js 20 or newer, with npm, on the path",
                    missing);
        }
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        String out = Files.readString(log, StandardCharsets.UTF_8);
        Files.delete(log);
        assertThat(ended && process.exitValue() == 0)
                .as(String.join(" ", command.subList(0, Math.min(2, command.size()))) + "\n" + out)
                .isTrue();
        return out;
    }
}
