package dev.tidemark.connectors.program;

import dev.tidemark.connector.ConnectorException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running program, in a session of its own under a guard ({@code guard.sh}) that ends it and all that it started when we
 * close its standard input, or are gone. Its files, settings with secrets among them, lie in a folder of its own that nobody
 * else can read, and go with it.
 */
final class Child implements AutoCloseable {

    /** What any program needs; ours may hold secrets besides. */
    private static final List<String> USUAL = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TMPDIR",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE");

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEYOND = Duration.ofSeconds(3);
    private static final int MOST_LINES = 10_000;
    private static final int LONGEST_LOG = 4_000;
    private static final int REMEMBERED = 20;
    static final int LONGEST_LINE = 64 << 20;

    private static final System.Logger LOG = System.getLogger(Child.class.getName());
    private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> NOBODY_ELSES =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Program program;
    private final Path folder;
    private final Process process;
    private final InputStream out;
    private final Thread errors;
    private final Deque<String> lastErrors = new ArrayDeque<>();

    private Child(Program program, Path folder, Process process) {
        this.program = program;
        this.folder = folder;
        this.process = process;
        this.out = new BufferedInputStream(process.getInputStream(), 1 << 16);
        this.errors =
                Thread.ofPlatform().daemon().name("errors of " + program.name()).unstarted(this::hearErrors);
    }

    /** Where the files are that a program is handed, until it ends. */
    static final class Folder {
        private final Path folder;

        private Folder(Path folder) {
            this.folder = folder;
        }

        /** Writes a file that only we can read. */
        Path put(String name, String text) {
            try {
                Path file = Files.createFile(folder.resolve(name), NOBODY_ELSES);
                return Files.writeString(file, text);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    private static ConnectorException unwritable(IOException e) {
        return new ConnectorException(
                "source.no_room",
                "the program's files cannot be written: " + e.getMessage(),
                "See that there is room in " + System.getProperty("java.io.tmpdir"),
                e);
    }

    /**
     * Starts it.
     *
     * @param words what follows the command; is given the place for files
     */
    static Child start(Program program, Function<Folder, List<String>> words) {
        Path folder;
        try {
            folder = Files.createTempDirectory("tidemark-program-", OURS_ALONE);
        } catch (IOException e) {
            throw unwritable(e);
        }
        try {
            List<String> line = new ArrayList<>(
                    List.of("sh", "-c", guard(), "guard", folder.toString(), Long.toString(PATIENCE.toSeconds())));
            line.addAll(program.command());
            line.addAll(words.apply(new Folder(folder)));
            ProcessBuilder builder = new ProcessBuilder(line);
            Map<String, String> ours = Map.copyOf(builder.environment());
            builder.environment().clear();
            ours.forEach((name, value) -> {
                if (USUAL.contains(name)
                        || name.startsWith("LC_")
                        || program.environment().contains(name)) {
                    builder.environment().put(name, value);
                }
            });
            Child child = new Child(program, folder, builder.start());
            child.errors.start();
            return child;
        } catch (IOException e) {
            remove(folder);
            throw new ConnectorException(
                    "source.program_missing",
                    "no program can be started here: " + e.getMessage(),
                    "Programs need a Unix shell, sh",
                    e);
        } catch (RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    private static String guard() throws IOException {
        try (InputStream in = Objects.requireNonNull(Child.class.getResourceAsStream("guard.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * The next line of standard output, without its end; null at the end of it.
     *
     * @throws IOException where it cannot be read, or is longer than {@link #LONGEST_LINE}
     */
    byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int next = out.read(); next != '\n'; next = out.read()) {
            if (next < 0) {
                return line.size() == 0 ? null : line.toByteArray();
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("a line of more than 64 MB");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    /** All of standard output, where it is one document. */
    byte[] all() throws IOException {
        byte[] all = out.readNBytes(LONGEST_LINE + 1);
        if (all.length > LONGEST_LINE) {
            throw new IOException("more than 64 MB");
        }
        return all;
    }

    /** The exit code, once it has closed its standard output; a program that goes on all the same is ended. */
    int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.plus(BEYOND).toMillis(), TimeUnit.MILLISECONDS)) {
            end();
        }
        int code = process.waitFor();
        errors.join(BEYOND);
        return code;
    }

    /** What it said last on standard error that sounds like a reason, without secrets. */
    String lastWords() {
        synchronized (lastErrors) {
            return lastErrors.stream()
                    .filter(line -> line.matches("(?i).*(error|critical|fatal|exception|denied|invalid).*"))
                    .reduce((a, b) -> b)
                    .orElseGet(() -> lastErrors.isEmpty() ? "it said nothing" : lastErrors.getLast());
        }
    }

    private void hearErrors() {
        int lines = 0;
        try (InputStream in = new BufferedInputStream(process.getErrorStream())) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    if (line.size() < LONGEST_LOG) {
                        line.write(next);
                    }
                } else {
                    tell(line, ++lines);
                }
            }
            tell(line, ++lines);
        } catch (IOException e) {
            // It is gone.
        }
    }

    private void tell(ByteArrayOutputStream line, int number) {
        String text =
                program.config().discreet(line.toString(StandardCharsets.UTF_8)).strip();
        line.reset();
        if (text.isEmpty()) {
            return;
        }
        synchronized (lastErrors) {
            lastErrors.add(text);
            if (lastErrors.size() > REMEMBERED) {
                lastErrors.remove();
            }
        }
        if (number <= MOST_LINES) {
            log(System.Logger.Level.INFO, text + (number == MOST_LINES ? " (no more of its lines are logged)" : ""));
        }
    }

    /** Into our log, without secrets. */
    void log(System.Logger.Level level, String text) {
        LOG.log(level, program.name() + ": " + program.config().discreet(text));
    }

    /** Ends it while another thread still listens to it. */
    void giveUp() {
        close();
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            end();
        } catch (InterruptedException e) {
            interrupted = true;
            kill();
        } finally {
            remove(folder);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The guard does it; where it cannot, we do. */
    private void end() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone.
        }
        if (!process.waitFor(PATIENCE.plus(BEYOND).toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            process.waitFor();
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The guard has removed it, or does.
        }
    }
}
