package dev.tidemark.connectors.manifest.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that an API handed out.
 *
 * @param expires empty where it is used until it is refused
 * @param next the single-use token for the next refresh, where the answer held one
 */
public record Token(String value, Optional<Instant> expires, Optional<String> next) {

    boolean isFresh(Instant now) {
        return expires.isEmpty() || !now.isAfter(expires.get());
    }

    @Override
    public String toString() {
        return "token"; // never its value
    }
}
