package dev.tidemark.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** The passwords of the embedded server's roles, made at the first start and kept in the data folder. */
final class Passwords {

    private static final String FILE = "passwords";

    private final Properties byRole;

    private Passwords(Properties byRole) {
        this.byRole = byRole;
    }

    /** Call it under the folder's lock. */
    static Passwords of(DataFolder folder) {
        String text = folder.read(FILE);
        if (text.isEmpty()) {
            text = Roles.ADMIN + "=" + fresh() + "\n" + Roles.STORE + "=" + fresh() + "\n" + Roles.WAREHOUSE + "="
                    + fresh() + "\n";
            folder.write(FILE, text);
        }
        var byRole = new Properties();
        try {
            byRole.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Passwords(byRole);
    }

    String of(String role) {
        String password = byRole.getProperty(role);
        if (password == null) {
            throw new EmbeddedPostgresException(
                    "postgres.passwords_damaged",
                    "The file passwords in the data folder lacks the role " + role,
                    "Restore the file from a backup.");
        }
        return password;
    }

    private static String fresh() {
        byte[] bits = new byte[24];
        new SecureRandom().nextBytes(bits);
        return Base64.getUrlEncoder().encodeToString(bits);
    }
}
