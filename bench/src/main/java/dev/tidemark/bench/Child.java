package dev.tidemark.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, spoken to in lines. It ends when its standard input does. */
public final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader from;
    private final Writer to;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        from = process.inputReader(StandardCharsets.UTF_8);
        to = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** @param log where its standard error goes */
    public static Child start(Path log, List<String> jvmOptions, Class<?> main, List<String> args) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        return new Child(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    }

    /** The next line of its standard output. */
    public String line() throws IOException {
        String line = from.readLine();
        if (line == null) {
            throw new IOException("a measured process ended before its time; see " + log);
        }
        return line;
    }

    public void say(String line) throws IOException {
        to.write(line + "\n");
        to.flush();
    }

    public double cpu() throws IOException {
        return Processes.cpuOfTree(process.pid());
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        to.close();
        try {
            if (!process.waitFor(java.time.Duration.ofSeconds(30))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        from.close();
    }
}
