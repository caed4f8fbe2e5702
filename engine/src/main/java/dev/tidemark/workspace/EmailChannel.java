package dev.tidemark.workspace;

import dev.tidemark.secret.SecretRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where e-mails go, and by which server.
 *
 * @param to addresses, at least one
 * @param from the sender's address
 * @param user for signing in; empty where the server takes mail without
 * @param password there where a user is
 */
public record EmailChannel(
        String name,
        List<String> to,
        String from,
        String host,
        int port,
        Tls tls,
        Optional<String> user,
        Optional<SecretRef> password) {

    /** How the way to the server is kept from others' eyes. */
    public enum Tls {
        /** It begins in the open and must be encrypted before anything is said. */
        STARTTLS,
        /** From the first byte. */
        IMPLICIT,
        OFF
    }

    public EmailChannel {
        to = List.copyOf(to);
        Objects.requireNonNull(tls);
        if (to.isEmpty() || user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("an e-mail goes to somebody, and a user has a password");
        }
    }
}
