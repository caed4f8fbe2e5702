package dev.tidemark.connectors.salesforce;

import dev.tidemark.connectors.rest.Fingerprint;
import java.net.URI;

/**
 * A sign-in that Salesforce granted.
 *
 * @param token the access token, a secret
 * @param instance the org's own address, below which its API is
 */
record Session(String token, URI instance) {

    /** A mark that tells sessions apart and does not give the token away. */
    String fingerprint() {
        return Fingerprint.of(token, 4);
    }

    @Override
    public String toString() {
        return "session at " + instance.getHost();
    }
}
