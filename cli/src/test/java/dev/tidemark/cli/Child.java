package dev.tidemark.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Tidemark as a process of its own, as a person starts it. Whatever it prints lies in two files. */
final class Child implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final Path err;

    private Child(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param first folders and archives before those of the build */
    static Child start(Path folder, Map<String, String> environment, List<Path> first, String... words) {
        List<String> line = new ArrayList<>();
        if (ignoresInterrupts()) {
            line.addAll(List.of("env", "--default-signal=INT"));
        }
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        String classes = first.stream().map(path -> path + File.pathSeparator).collect(Collectors.joining())
                + System.getProperty("java.class.path");
        line.addAll(List.of("-cp", classes, Tidemark.class.getName()));
        line.addAll(List.of(words));
        try {
            Path out = Files.createTempFile(folder, words[0] + "-", ".out");
            Path err = Files.createTempFile(folder, words[0] + "-", ".err");
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("TIDEMARK"));
            builder.environment().putAll(environment);
            return new Child(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shell starts what it runs in the background so, and children inherit it: Ctrl-C would never reach them. */
    private static boolean ignoresInterrupts() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        } catch (IOException noSuchFile) {
            return false;
        }
    }

    /** {@code kill -9}; answers when the process is gone. */
    void kill() {
        process.destroyForcibly();
        end(Scene.PATIENCE);
    }

    /** {@code kill -NAME}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    long pid() {
        return process.pid();
    }

    boolean lives() {
        return process.isAlive();
    }

    /** The exit code. */
    int end(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the process goes on after " + patience + "\n" + this);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    int end() {
        return end(Scene.PATIENCE);
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, if it still lives. */
    @Override
    public void close() {
        process.destroyForcibly();
        end(Scene.PATIENCE);
    }

    @Override
    public String toString() {
        return "pid " + process.pid() + "\n" + out() + err();
    }
}
