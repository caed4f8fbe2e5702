package dev.tidemark.secret;

import dev.tidemark.connector.ConnectorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the values that references stand for. Each call looks anew, so a changed file is seen without a restart. */
public final class SecretReader {

    /** The most bytes a file with a secret may have; a key in PEM form has a few thousand. */
    public static final int MOST_BYTES = 64 * 1024;

    private final Function<String, @Nullable String> environment;

    /** @param environment a variable's value, or null where it is not set; usually {@code System::getenv} */
    public SecretReader(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * The value. Of a file, one line break at its end is left out.
     *
     * @throws ConnectorException where there is no value; names the reference and never holds a part of the value
     */
    public String read(SecretRef ref) {
        return switch (ref) {
            case SecretRef.Env env -> variable(env);
            case SecretRef.File file -> file(file.path());
        };
    }

    private String variable(SecretRef.Env ref) {
        String value = environment.apply(ref.variable());
        if (value == null || value.isEmpty()) {
            throw new ConnectorException(
                    "secret.variable_missing",
                    "the environment variable " + ref.variable() + (value == null ? " is not set" : " is empty"),
                    "Set " + ref.variable() + " where Tidemark is started, or name another in the workspace file");
        }
        return value;
    }

    private static String file(Path path) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw wrong("secret.file_missing", path, "does not exist", "Create it, or name another file", e);
        } catch (IOException e) {
            throw wrong("secret.file_unreadable", path, "cannot be read", "Let the user of Tidemark read it", e);
        }
        if (bytes.length > MOST_BYTES) {
            throw wrong("secret.file_too_large", path, "has more than 64 KiB", "Name the file of one secret", null);
        }
        String value = text(path, bytes);
        if (value.isEmpty()) {
            throw wrong("secret.file_empty", path, "is empty", "Write the secret into it", null);
        }
        return value;
    }

    private static String text(Path path, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException e) {
            // The cause is left out: nothing of the file's content may travel with the error.
            throw wrong("secret.file_not_text", path, "is not UTF-8 text", "Write the secret as text", null);
        }
    }

    private static ConnectorException wrong(
            String code, Path path, String what, String whatToDo, @Nullable Throwable cause) {
        String message = "the secret's file " + path + " " + what;
        return cause == null
                ? new ConnectorException(code, message, whatToDo)
                : new ConnectorException(code, message, whatToDo, cause);
    }
}
