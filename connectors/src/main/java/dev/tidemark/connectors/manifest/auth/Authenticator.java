package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.request.Options;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Signs requests. */
public interface Authenticator {

    /** The request for a token that must be answered first, if there is one. */
    Optional<Login> login(Context context, Tokens tokens, Instant now);

    /**
     * Adds what proves who asks.
     *
     * @param options takes parameters and body fields
     * @param proof takes headers, which overwrite all others
     */
    void sign(Context context, Tokens tokens, Options options, Map<String, String> proof);

    /** Forgets a token that was refused; whether there was one that a new one may replace. */
    default boolean forget(Context context, Tokens tokens) {
        return false;
    }
}
