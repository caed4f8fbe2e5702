package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connectors.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** The signed claim of the JWT bearer flow, which Salesforce takes for three minutes. */
final class Jwt {

    private static final Duration GOOD_FOR = Duration.ofMinutes(3);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Jwt() {}

    static String assertion(Access access) {
        long expires = access.clock().instant().plus(GOOD_FOR).getEpochSecond();
        String claim = Json.text(Map.of(
                "iss", access.settings().get(Login.CLIENT_ID),
                "sub", access.settings().get(Login.USERNAME),
                "aud", audience(Login.url(access.settings())),
                "exp", expires));
        String signed = encoded("{\"alg\":\"RS256\"}") + "." + encoded(claim);
        return signed + "." + BASE64.encodeToString(signature(access.secrets().get(Login.PRIVATE_KEY), signed));
    }

    /** Salesforce wants its own login server named, whatever address of the org was asked. */
    private static String audience(URI url) {
        String host = url.getHost();
        if (!host.endsWith(".salesforce.com")) {
            return url.toString();
        }
        return host.startsWith("test.") || host.contains(".sandbox.")
                ? "https://test.salesforce.com"
                : "https://login.salesforce.com";
    }

    private static String encoded(String part) {
        return BASE64.encodeToString(part.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] signature(String pem, String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(pem));
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without its cause: a message about a key may quote it (invariant 9).
            throw new ConnectorException(
                    "secret.unreadable",
                    "the secret 'private_key' is not an RSA key in PKCS #8 PEM",
                    "Convert it: openssl pkcs8 -topk8 -nocrypt -in KEY.pem; it then begins with BEGIN PRIVATE KEY");
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }
}
