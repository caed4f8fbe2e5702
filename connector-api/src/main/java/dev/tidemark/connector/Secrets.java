package dev.tidemark.connector;

import java.util.Optional;

/** The secrets of one account. Values must not be put into messages, pages or exceptions (invariant 9). */
public interface Secrets {

    /** A secret of the workspace file, or one stored by {@link #put}, which wins until the file's value changes. */
    Optional<String> find(String name);

    /** @throws ConnectorException with code {@code secret.missing} where there is no such secret */
    default String get(String name) {
        return find(name)
                .orElseThrow(() -> new ConnectorException(
                        "secret.missing",
                        "the secret '" + name + "' has no value",
                        "Add '" + name + ": ${env:NAME}' to the source or destination in the workspace file"));
    }

    /**
     * Keeps a secret that the API handed out: an access token, a rotated refresh token. It is encrypted and committed when
     * this returns, so a single-use token is not lost by a crash after this call.
     */
    void put(String name, String value);

    /** Forgets a secret stored by {@link #put}; the workspace file's value, if any, counts again. */
    void forget(String name);
}
