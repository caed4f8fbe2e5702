package dev.tidemark.sandbox.salesforce.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The claims of a JWT bearer assertion.
 *
 * @param issuer the connected app's client id
 * @param subject the username
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Jwt(String issuer, String subject, Instant expires, String signed, byte[] signature) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Empty when the text is no RS256 JWT with the claims that Salesforce wants. */
    static Optional<Jwt> read(String assertion) {
        String[] parts = assertion.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode header = JSON.readTree(decoded(parts[0]));
            JsonNode claims = JSON.readTree(decoded(parts[1]));
            if (!header.path("alg").asString("").equals("RS256") || !claims.hasNonNull("exp")) {
                return Optional.empty();
            }
            return Optional.of(new Jwt(
                    claims.path("iss").asString(""),
                    claims.path("sub").asString(""),
                    Instant.ofEpochSecond(claims.path("exp").asLong(0)),
                    parts[0] + "." + parts[1],
                    Base64.getUrlDecoder().decode(parts[2])));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    boolean isSignedBy(PublicKey key) {
        try {
            Signature rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initVerify(key);
            rs256.update(signed.getBytes(StandardCharsets.US_ASCII));
            return rs256.verify(signature);
        } catch (GeneralSecurityException wrongKeyOrSignature) {
            return false;
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }
}
