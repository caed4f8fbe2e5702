package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connectors.manifest.request.Impossible;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signatures of RFC 7518: by a shared secret, by RSA, by an elliptic curve. */
final class JwtSignature {

    private static final Map<String, String> ALGORITHMS = Map.of(
            "HS256", "HmacSHA256",
            "HS384", "HmacSHA384",
            "HS512", "HmacSHA512",
            "RS256", "SHA256withRSA",
            "RS384", "SHA384withRSA",
            "RS512", "SHA512withRSA",
            "ES256", "SHA256withECDSAinP1363Format",
            "ES384", "SHA384withECDSAinP1363Format",
            "ES512", "SHA512withECDSAinP1363Format");

    /** What PKCS#8 puts before an RSA key of PKCS#1, up to the length of that key. */
    private static final byte[] RSA_HEAD = Base64.getDecoder().decode("AgEAMA0GCSqGSIb3DQEBAQUABII=");

    private JwtSignature() {}

    static boolean knows(String algorithm) {
        return ALGORITHMS.containsKey(algorithm);
    }

    /** @throws Impossible where the key is none for this algorithm; the message does not show it */
    static byte[] of(String algorithm, String key, byte[] text) {
        String name = ALGORITHMS.getOrDefault(algorithm, "");
        try {
            if (algorithm.startsWith("HS")) {
                Mac mac = Mac.getInstance(name);
                mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), name));
                return mac.doFinal(text);
            }
            Signature signature = Signature.getInstance(name);
            signature.initSign(privateKey(algorithm.startsWith("RS") ? "RSA" : "EC", key));
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Impossible("the key is none for " + algorithm);
        }
    }

    private static PrivateKey privateKey(String kind, String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\\\n|\\s", "");
        byte[] der = Base64.getDecoder().decode(base64);
        byte[] pkcs8 = pem.contains("BEGIN RSA PRIVATE KEY") ? wrapped(der) : der;
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] wrapped(byte[] rsa) {
        int length = RSA_HEAD.length + 2 + rsa.length;
        return ByteBuffer.allocate(4 + length)
                .put((byte) 0x30)
                .put((byte) 0x82)
                .putShort((short) length)
                .put(RSA_HEAD)
                .putShort((short) rsa.length)
                .put(rsa)
                .array();
    }
}
