package dev.tidemark.sandbox.salesforce.auth;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A connected app.
 *
 * @param runAs the user of the client_credentials grant
 * @param key that its JWT assertions are signed with; null when it sends none
 */
public record Client(
        String id, String secret, String runAs, @Nullable PublicKey key) {
    @Override
    public String toString() {
        return "Client " + id; // the secret stays out of logs
    }
}
