package dev.tidemark.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * The folder that holds everything of one embedded PostgreSQL: {@code postgres/} (the cluster), {@code postgres.log},
 * {@code passwords}, {@code lock}, {@code users/} and what the watchdog needs.
 *
 * @param path absolute, without symbolic links
 */
record DataFolder(Path path) {

    private static final Duration LONGEST_START = Duration.ofMinutes(15);

    /** Creates it, for its owner alone, if it is missing. */
    static DataFolder at(Path wanted) {
        Path absolute = wanted.toAbsolutePath().normalize();
        if (!absolute.toString().matches("[^\"'$`\\\\\\p{Cntrl}]*")) {
            throw new EmbeddedPostgresException(
                    "postgres.folder_name",
                    "PostgreSQL cannot live in " + absolute + ": its name holds a quote, $, ` or \\",
                    "Choose another data folder.");
        }
        try {
            if (!Files.isDirectory(absolute)) {
                Files.createDirectories(absolute);
                Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
            }
            var folder = new DataFolder(absolute.toRealPath());
            Files.createDirectories(folder.users());
            return folder;
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    Path cluster() {
        return path.resolve("postgres");
    }

    Path log() {
        return path.resolve("postgres.log");
    }

    Path users() {
        return path.resolve("users");
    }

    /** One process at a time starts or stops the server; a process that dies lets go. */
    Lock lock() {
        try {
            var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = new Lock(channel);
            if (!Pause.until(LONGEST_START, lock::tryTake)) {
                lock.close();
                throw new EmbeddedPostgresException(
                        "postgres.busy",
                        "Another process has been starting or stopping the server in " + path + " for 15 minutes",
                        "Look into " + log() + ", and stop that process if it hangs.");
            }
            return lock;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** The live processes that use the server; forgets the dead. */
    List<LiveProcess> liveUsers() {
        try (var files = Files.list(users())) {
            return files.map(file -> LiveProcess.parse(file.getFileName().toString()))
                    .filter(this::livesOrIsForgotten)
                    .toList();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private boolean livesOrIsForgotten(LiveProcess user) {
        return user.lives() || !forget(user);
    }

    void remember(LiveProcess user) {
        try {
            Files.write(users().resolve(user.toString()), new byte[0]);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Answers true. */
    boolean forget(LiveProcess user) {
        delete(users().resolve(user.toString()));
        return true;
    }

    /** The names in the folder that begin so. */
    List<String> names(String beginning) {
        try (var files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(beginning))
                    .toList();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** The whole file, or nothing if there is none. */
    String read(String name) {
        try {
            return Files.readString(path.resolve(name));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** What the log says from this many bytes on. */
    String logFrom(long offset) {
        try (var in = Files.newInputStream(log())) {
            in.skipNBytes(offset);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** All of it or nothing, readable by the owner alone. */
    void write(String name, String text) {
        Path file = path.resolve(name);
        Path half = file.resolveSibling(file.getFileName() + ".half");
        try {
            Files.deleteIfExists(half);
            Files.createFile(half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    static EmbeddedPostgresException unusable(Path path, IOException e) {
        return new EmbeddedPostgresException(
                "postgres.folder_unusable",
                "The data folder " + path + " cannot be used: " + Reason.of(e),
                "Give this user the right to write there, free some space, or choose another data folder.",
                e);
    }

    /** Held until closed. */
    static final class Lock implements AutoCloseable {

        private final FileChannel channel;

        private Lock(FileChannel channel) {
            this.channel = channel;
        }

        private boolean tryTake() {
            try {
                FileLock lock = channel.tryLock();
                return lock != null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
