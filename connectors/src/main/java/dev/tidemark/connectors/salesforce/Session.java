package dev.tidemark.connectors.salesforce;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A sign-in that Salesforce granted.
 *
 * @param token the access token, a secret
 * @param instance the org's own address, below which its API is
 */
record Session(String token, URI instance) {

    /** A mark that tells sessions apart and does not give the token away. */
    String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "session at " + instance.getHost();
    }
}
