package dev.tidemark.connectors.manifest.template;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Filters that write a text in other letters: base64, and the digests that requests are signed with. */
final class Encodings {

    private static final Map<String, String> DIGESTS = Map.ofEntries(
            Map.entry("md5", "MD5"),
            Map.entry("sha1", "SHA-1"),
            Map.entry("sha224", "SHA-224"),
            Map.entry("sha256", "SHA-256"),
            Map.entry("sha384", "SHA-384"),
            Map.entry("sha512", "SHA-512"),
            Map.entry("sha3_224", "SHA3-224"),
            Map.entry("sha3_256", "SHA3-256"),
            Map.entry("sha3_384", "SHA3-384"),
            Map.entry("sha3_512", "SHA3-512"));

    static final Map<String, Filter> FILTERS = Map.of(
            "hash", Encodings::hash,
            "hmac", Encodings::hmac,
            "base64encode", (v, a) -> Base64.getEncoder().encodeToString(encode(text(v), StandardCharsets.UTF_8)),
            "base64decode", (v, a) -> base64decoded(text(v)),
            // It encodes, whatever its name says: so the reference has it, and manifests rely on it.
            "base64binascii_decode",
                    (v, a) -> Base64.getEncoder().encodeToString(encode(text(v), StandardCharsets.US_ASCII)));

    private Encodings() {}

    private static String text(Object value) {
        Undefined.refuse(value);
        if (value instanceof String text) {
            return text;
        }
        throw TemplateError.noAttribute(value, "encode");
    }

    static byte[] encode(String text, Charset charset) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            return all;
        } catch (CharacterCodingException e) {
            throw new TemplateError("UnicodeEncodeError", "a character that " + charset + " does not have");
        }
    }

    /** What is no letter of base64 is passed over, but the padding must be there. */
    private static String base64decoded(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        boolean ended = false;
        for (int i = 0; i < text.length() && !ended; i++) {
            char c = text.charAt(i);
            if (c == '=') {
                letters.append(letters.length() % 4 >= 2 ? "=" : "");
                int length = letters.length();
                ended = length > 0 && length % 4 == 0 && letters.charAt(length - 1) == '=';
            } else if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '+' || c == '/')) {
                letters.append(c);
            }
        }
        if (letters.length() % 4 != 0) {
            throw new TemplateError("Error", "Incorrect padding");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(letters.toString());
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException e) {
            throw new TemplateError("Error", "Invalid base64-encoded string");
        } catch (CharacterCodingException e) {
            throw new TemplateError("UnicodeDecodeError", "what is decoded is no text in UTF-8");
        }
    }

    private static Object hash(Object value, Arguments a) {
        String name = a.text(0, "hash_type", "md5");
        String algorithm = DIGESTS.get(name);
        if (algorithm == null) {
            throw new TemplateError("AttributeError", "No hashing function named " + name);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(bytes(value));
            Object salt = a.get(1, "salt", None.NONE);
            if (Values.truth(salt)) {
                digest.update(bytes(salt));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is part of every Java", e);
        }
    }

    private static Object hmac(Object value, Arguments a) {
        String name = a.text(1, "hash_type", "sha256");
        if (!name.equals("sha256")) {
            throw TemplateError.value("Hash type " + Text.repr(name) + " is not allowed. Allowed types: sha256");
        }
        byte[] key = bytes(a.get(0, "key"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // Padded with zeros it means the same, and Java takes no empty key.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes(value)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every Java", e);
        }
    }

    private static byte[] bytes(Object value) {
        return encode(Text.str(value), StandardCharsets.UTF_8);
    }
}
