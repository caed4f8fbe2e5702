package dev.tidemark.secret;

import dev.tidemark.connector.ConnectorException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a data folder is known by: a file in it, so that it stays the same when the folder is moved. */
final class DataId {

    private static final String FILE = "key-id";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    private DataId() {}

    static String of(Path data) {
        Path file = data.resolve(FILE);
        try {
            String id = Files.exists(file) ? Files.readString(file) : make(file);
            if (ID.matcher(id).matches()) {
                return id;
            }
        } catch (IOException e) {
            throw wrong(file, "cannot be read or made", e);
        }
        throw wrong(file, "holds no id", new NoSuchFileException(file.toString()));
    }

    /** Written whole beside, then linked: whoever is first decides. */
    private static String make(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        Path prepared = Files.createTempFile(file.toAbsolutePath().getParent(), "." + FILE, "");
        Files.writeString(prepared, HexFormat.of().formatHex(bytes));
        try {
            Files.createLink(file, prepared);
        } catch (FileAlreadyExistsException e) {
            // The other one's id counts.
        }
        Files.delete(prepared);
        return Files.readString(file);
    }

    private static ConnectorException wrong(Path file, String what, Exception cause) {
        return new ConnectorException(
                "secret.data_id",
                "the file " + file + ", by which the key file is found, " + what,
                "Restore it with the data folder, or name the key file in " + KeyFile.VARIABLE,
                cause);
    }
}
