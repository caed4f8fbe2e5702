package dev.tidemark.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The log file in the data folder. All of Tidemark's processes append to one file, a line or a stack trace at once. */
final class Log extends Handler {

    private static final Logger ROOT = Logger.getLogger("");
    /** Held here, because Java forgets a logger's level with the logger. */
    private static final List<Logger> TALKATIVE =
            List.of(Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("org.flywaydb"));

    private static final long LARGEST = 10L << 20;

    private final Path file;
    private final UnaryOperator<String> redaction;

    private Log(Path file, UnaryOperator<String> redaction) {
        this.file = file;
        this.redaction = redaction;
    }

    /** From now on this process logs here, and nowhere else. */
    static Log to(Path folder, UnaryOperator<String> redaction) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = folder.resolve("tidemark.log");
        if (Files.exists(file) && Files.size(file) > LARGEST) {
            Files.move(file, folder.resolve("tidemark.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Log log = new Log(file, redaction);
        log.setLevel(Level.INFO);
        ROOT.addHandler(log);
        TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
        return log;
    }

    /** Java's own way of logging would print to the terminal. */
    static void silenceTerminal() {
        for (Handler handler : ROOT.getHandlers()) {
            if (handler instanceof java.util.logging.ConsoleHandler) {
                ROOT.removeHandler(handler);
            }
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        String message = new java.util.logging.SimpleFormatter().formatMessage(record);
        String line = record.getInstant() + " " + ProcessHandle.current().pid() + " " + record.getLevel() + " "
                + record.getLoggerName() + ": " + message + "\n" + trace(record.getThrown());
        try {
            Files.writeString(
                    file,
                    redaction.apply(line),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            // A log that cannot be written stops nothing: the disk may be full, and the work says so itself.
        }
    }

    private static String trace(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
