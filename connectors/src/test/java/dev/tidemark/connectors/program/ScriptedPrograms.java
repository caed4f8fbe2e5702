package dev.tidemark.connectors.program;

import static java.util.stream.Collectors.toSet;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.testkit.OwnLoopContract.Script;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Programs of one protocol that do what their config says ({@code scripted.sh}), and what is known of them from outside. */
final class ScriptedPrograms {

    static final String KEY = "hush-hush-program-key";
    static final Feed.Bounds SMALL = new Feed.Bounds(100, 1 << 16, 60, Duration.ofSeconds(1));

    private final String protocol;
    private final Path folder;
    private final Path script;

    ScriptedPrograms(String protocol, Path folder) throws IOException {
        this.protocol = protocol;
        this.folder = folder;
        this.script = folder.resolve("scripted.sh");
        try (InputStream in = Objects.requireNonNull(ScriptedPrograms.class.getResourceAsStream("scripted.sh"))) {
            Files.write(script, in.readAllBytes());
        }
    }

    Access access(Script told) {
        Map<String, String> more = new TreeMap<>(Map.of(
                "records", Integer.toString(told.records()),
                "every", Integer.toString(told.stateEvery()),
                "progress", progress().toString(),
                "chatter", "true"));
        if (told.dieAt() > 0) {
            more.put("die_at", Integer.toString(told.dieAt()));
            more.put("exit", told.exit() == 137 ? "kill" : Integer.toString(told.exit()));
        }
        return access(more);
    }

    TestAccess access(Map<String, String> config) {
        ObjectNode tree = Json.object();
        tree.put("key", "${env:PROGRAM_KEY}");
        tree.put("started", started().toString());
        config.forEach(tree::put);
        return TestAccess.to(
                new ProgramSource(),
                Map.of(
                        "command",
                        Json.text(List.of("sh", script.toString(), protocol)),
                        "protocol",
                        protocol,
                        "config",
                        tree.toString()),
                Map.of("config.key", KEY),
                request -> {
                    throw new AssertionError("a program sends its requests itself: " + request);
                });
    }

    private Path progress() {
        return folder.resolve("progress");
    }

    private Path started() {
        return folder.resolve("started");
    }

    int said() {
        try {
            String text =
                    Files.exists(progress()) ? Files.readString(progress()).strip() : "";
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Lines of program, what it started, and its config. */
    private List<String[]> all() {
        try {
            return Files.exists(started())
                    ? Files.readAllLines(started()).stream()
                            .map(l -> l.split(" ", 3))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Set<Long> living() {
        return all().stream()
                .flatMap(line -> Stream.of(line[0], line[1]))
                .map(Long::valueOf)
                .filter(ScriptedPrograms::lives)
                .collect(toSet());
    }

    /** A process that nobody has asked how it ended is dead all the same. */
    private static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException e) {
            return !Files.isDirectory(Path.of("/proc")) && ProcessHandle.of(pid).isPresent();
        }
    }

    /** The folders in which programs were handed their configs. */
    Set<Path> folders() {
        return all().stream().map(line -> Path.of(line[2]).resolveSibling("")).collect(toSet());
    }
}
