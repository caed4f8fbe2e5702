package dev.tidemark.sandbox.salesforce.auth;

import java.time.Instant;

/**
 * What an access token stands for.
 *
 * @param clientId of the connected app; empty for a SOAP login
 */
public record Session(String token, String userId, String clientId, Instant expires) {
    @Override
    public String toString() {
        return "Session of " + userId; // the token stays out of logs
    }
}
