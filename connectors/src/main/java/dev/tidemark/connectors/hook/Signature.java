package dev.tidemark.connectors.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMACs (RFC 2104), by which vendors sign webhooks, and their comparison, which takes as long for a good one as for a bad one. */
public final class Signature {

    /** Hash functions that vendors use. */
    public enum Algorithm {
        SHA1("HmacSHA1"),
        SHA256("HmacSHA256"),
        SHA512("HmacSHA512");

        private final String mac;

        Algorithm(String mac) {
            this.mac = mac;
        }
    }

    /** How the bytes of a signature are written. */
    public enum Encoding {
        HEX {
            @Override
            String write(byte[] bytes) {
                return HexFormat.of().formatHex(bytes);
            }
        },
        BASE64 {
            @Override
            String write(byte[] bytes) {
                return Base64.getEncoder().encodeToString(bytes);
            }
        };

        abstract String write(byte[] bytes);
    }

    private final byte[] mac;

    private Signature(byte[] mac) {
        this.mac = mac;
    }

    /** Of the parts, one after the other. */
    public static Signature of(Algorithm algorithm, byte[] secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm.mac);
            mac.init(new SecretKeySpec(secret, algorithm.mac));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return new Signature(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm.mac, e);
        }
    }

    /** As {@link #of(Algorithm, byte[], byte[]...)}; the secret is not empty. */
    public static Signature of(Algorithm algorithm, String secret, byte[]... parts) {
        return of(algorithm, bytes(secret), parts);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether somebody who claims this knew the secret. Hexadecimal digits may be large. */
    public boolean is(String claimed, Encoding encoding) {
        String wanted = encoding.write(mac);
        String given = encoding == Encoding.HEX ? claimed.toLowerCase(Locale.ROOT) : claimed;
        return MessageDigest.isEqual(bytes(wanted), bytes(given));
    }

    /** As hexadecimal digits. */
    public String hex() {
        return Encoding.HEX.write(mac);
    }

    /** Names an event for which the vendor has no name of its own, by all that tells it from others. */
    public static String digest(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha.update(Integer.toString(part.length).getBytes(StandardCharsets.US_ASCII));
                sha.update((byte) ':');
                sha.update(part);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
