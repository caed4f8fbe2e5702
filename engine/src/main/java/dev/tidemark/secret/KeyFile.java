package dev.tidemark.secret;

import dev.tidemark.connector.ConnectorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The file with the keys that secrets are encrypted by. It lies outside the data folder, so that a copy of the data (a
 * backup, a disk sent away) is no copy of the secrets. Only its owner may read it; it is written whole or not at all.
 */
public final class KeyFile {

    /** Names another place for the file. */
    public static final String VARIABLE = "TIDEMARK_KEY_FILE";

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_FOLDER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path path;

    public KeyFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /**
     * Where the file is: what {@link #VARIABLE} names, or {@code tidemark/<id>.key} in the user's configuration folder.
     *
     * @param environment a variable's value, or null where it is not set
     * @param home the user's home folder
     * @param id of the data, the same wherever its folder is moved to; letters, digits and '-'
     */
    public static KeyFile locate(Function<String, @Nullable String> environment, Path home, String id) {
        if (!id.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException("not the id of a data folder: " + id);
        }
        String named = environment.apply(VARIABLE);
        if (named != null && !named.isBlank()) {
            return new KeyFile(Path.of(named));
        }
        String configuration = environment.apply("XDG_CONFIG_HOME");
        Path folder = configuration != null && Path.of(configuration).isAbsolute()
                ? Path.of(configuration)
                : home.resolve(".config");
        return new KeyFile(folder.resolve("tidemark").resolve(id + ".key"));
    }

    public Path path() {
        return path;
    }

    /**
     * The keys; empty where there is no file.
     *
     * @throws ConnectorException where the file is there and cannot be used
     */
    Optional<Keys> read() {
        try {
            refuseOpenDoors();
            return Optional.of(Keys.read(Files.readString(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ConnectorException(
                    "secret.key_file_unreadable",
                    "the key file " + path + " cannot be read",
                    "Let the user that Tidemark runs as read it, or name another in " + VARIABLE);
        } catch (GeneralSecurityException e) {
            throw new ConnectorException(
                    "secret.key_file_broken",
                    "the file " + path + " holds no keys",
                    "Put your copy of the key file there. Nothing has been changed");
        }
    }

    /** Makes the file with a first key; where another process was faster, its keys. */
    Keys create() {
        try {
            createFolder();
            Path prepared = prepare(Keys.make());
            try {
                Files.createLink(path, prepared); // unlike a move it never replaces
            } catch (FileAlreadyExistsException e) {
                // The other one's keys count.
            } finally {
                Files.delete(prepared);
            }
            syncFolder();
        } catch (IOException e) {
            throw unwritable();
        }
        return read().orElseThrow(this::unwritable);
    }

    /** Replaces the keys: after a crash at any point the file is the old one or the new one, whole. */
    void replace(Keys keys) {
        try {
            Files.move(prepare(keys), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        } catch (IOException e) {
            throw unwritable();
        }
    }

    /**
     * Does what must not be done by two at once, in whatever process of this machine.
     *
     * @throws ConnectorException where another is at it
     */
    <T> T alone(Supplier<T> work) {
        Path lock = folder().resolve("." + path.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                throw rotating(lock);
            }
            return work.get();
        } catch (OverlappingFileLockException e) {
            throw rotating(lock);
        } catch (IOException e) {
            throw unwritable();
        }
    }

    private static ConnectorException rotating(Path lock) {
        return new ConnectorException(
                "secret.rotation_runs",
                "another rotation is in progress: it holds " + lock,
                "Wait until it has ended. Nothing has been changed");
    }

    /** By which a change of the file is noticed; empty where it cannot be looked at. */
    Optional<String> stamp() {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void refuseOpenDoors() throws IOException {
        if (!isPosix()) {
            return;
        }
        Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        granted.addAll(Files.getPosixFilePermissions(path));
        granted.removeAll(OWNER_FOLDER);
        if (!granted.isEmpty()) {
            throw new ConnectorException(
                    "secret.key_file_open",
                    "the key file " + path + " can be read or changed by others than its owner",
                    "Run: chmod 600 " + path);
        }
    }

    private Path prepare(Keys keys) throws IOException {
        Path folder = folder();
        String prefix = "." + path.getFileName() + ".";
        Path prepared = isPosix()
                ? Files.createTempFile(folder, prefix, "", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : Files.createTempFile(folder, prefix, "");
        try (FileChannel channel = FileChannel.open(prepared, StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap(keys.write().getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        return prepared;
    }

    private void createFolder() throws IOException {
        FileAttribute<?>[] attributes = isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_FOLDER)}
                : new FileAttribute<?>[0];
        Files.createDirectories(folder(), attributes);
    }

    private void syncFolder() throws IOException {
        if (isPosix()) {
            try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Path folder() {
        Path folder = path.getParent();
        return folder == null ? path : folder;
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private ConnectorException unwritable() {
        return new ConnectorException(
                "secret.key_file_unwritable",
                "the key file " + path + " cannot be written",
                "Let the user that Tidemark runs as write there, or name another place in " + VARIABLE);
    }
}
