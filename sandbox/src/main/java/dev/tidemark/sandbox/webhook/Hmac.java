package dev.tidemark.sandbox.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 2104, with which vendors sign what they send. */
public final class Hmac {
    private Hmac() {}

    /** HMAC-SHA256 of the parts, one after the other. */
    public static byte[] sha256(byte[] secret, byte[]... parts) {
        return of("HmacSHA256", secret, parts);
    }

    /** HMAC-SHA256 of a text with a body behind it. */
    public static byte[] sha256(String secret, String text, byte[] body) {
        return sha256(bytes(secret), bytes(text), body);
    }

    public static byte[] sha1(String secret, byte[] body) {
        return of("HmacSHA1", bytes(secret), body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] of(String algorithm, byte[] secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
