package dev.tidemark.secret;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Whose secret it is.
 *
 * @param workspace empty for Tidemark's own
 * @param account the source or destination; empty for Tidemark's own
 * @param name the setting's name, or a name of the connector's such as {@code access_token}
 */
public record SecretName(String workspace, String account, String name) {

    public SecretName {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a secret has a name");
        }
    }

    /**
     * What a ciphertext is bound to: moved to another row, it cannot be decrypted. Each part goes with its length, so that no
     * two names are the same bytes.
     */
    byte[] associatedData() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String part : new String[] {"tidemark secret 1", workspace, account, name}) {
                byte[] text = part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory are always written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return workspace + "/" + account + "/" + name;
    }
}
