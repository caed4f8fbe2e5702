package dev.tidemark.sandbox.salesforce;

import static dev.tidemark.sandbox.salesforce.SalesforceSandbox.CLIENT_ID;
import static dev.tidemark.sandbox.salesforce.SalesforceSandbox.CLIENT_SECRET;
import static dev.tidemark.sandbox.salesforce.SalesforceSandbox.PASSWORD;
import static dev.tidemark.sandbox.salesforce.SalesforceSandbox.SECURITY_TOKEN;
import static dev.tidemark.sandbox.salesforce.SalesforceSandbox.USERNAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.auth.Client;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuthTest {
    private static final String APP = "&client_id=" + CLIENT_ID + "&client_secret=" + CLIENT_SECRET;

    private final Caller caller = new Caller(0);

    private Answer token(String body) {
        return caller.form("/services/oauth2/token", body);
    }

    private boolean works(String accessToken) {
        Answer answer = Caller.answer(caller.sandbox.handle(
                Request.get("/services/data/v62.0/limits", Map.of("Authorization", "Bearer " + accessToken))));
        return answer.status() == 200;
    }

    private boolean works(Answer answer) {
        return answer.status() == 200
                && works(Caller.json(answer).path("access_token").asString(""));
    }

    @Test
    void client_credentials_give_a_token_that_tells_no_end() {
        Answer answer = Caller.answer(caller.sandbox.handle(Request.of(
                "POST",
                "/services/oauth2/token",
                Map.of("Host", "127.0.0.1:8189"),
                "grant_type=client_credentials" + APP)));
        JsonNode body = Caller.json(answer);
        assertThat(works(answer)).isTrue();
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder(
                        "access_token", "signature", "scope", "instance_url", "id", "token_type", "issued_at");
        assertThat(body.path("instance_url").asString("")).isEqualTo("http://127.0.0.1:8189");
        assertThat(body.path("issued_at").asString("")).isEqualTo("" + Caller.START.toEpochMilli());
    }

    @Test
    void wrong_clients_and_grants_are_refused_in_oauths_words() {
        assertThat(token("grant_type=client_credentials&client_id=x&client_secret=y")
                        .text())
                .contains("\"error\":\"invalid_client_id\"");
        assertThat(token("grant_type=client_credentials&client_id=" + CLIENT_ID + "&client_secret=y")
                        .text())
                .contains("\"error\":\"invalid_client\"");
        assertThat(token("grant_type=magic" + APP).text()).contains("unsupported_grant_type");
        assertThat(token("grant_type=password&username=" + USERNAME + "&password=no" + APP)
                        .status())
                .isEqualTo(400);
        assertThat(works("nonsense")).isFalse();
    }

    @Test
    void a_password_with_its_security_token_logs_in() {
        assertThat(works(token(
                        "grant_type=password&username=" + USERNAME + "&password=" + PASSWORD + SECURITY_TOKEN + APP)))
                .isTrue();
    }

    @Test
    void a_code_becomes_tokens_once_and_the_refresh_token_lasts() {
        Answer consent = Caller.answer(caller.sandbox.handle(Request.get(
                "/services/oauth2/authorize?response_type=code&state=s1&client_id=" + CLIENT_ID
                        + "&redirect_uri=http%3A%2F%2Flocalhost%2Fdone",
                Map.of())));
        assertThat(consent.status()).isEqualTo(302);
        String location = consent.headers().getOrDefault("Location", "");
        assertThat(location).startsWith("http://localhost/done?code=").endsWith("&state=s1");
        String code = location.replaceFirst(".*code=", "").replaceFirst("&.*", "");
        String redeem = "grant_type=authorization_code&redirect_uri=http%3A%2F%2Flocalhost%2Fdone&code=" + code + APP;
        Answer tokens = token(redeem);
        assertThat(works(tokens)).isTrue();
        assertThat(token(redeem).text()).contains("invalid_grant");

        String refresh = "grant_type=refresh_token" + APP + "&refresh_token="
                + Caller.json(tokens).path("refresh_token").asString("");
        caller.sandbox.sessions().expireAll();
        assertThat(works(tokens)).isFalse();
        assertThat(works(token(refresh))).isTrue();
        assertThat(works(token(refresh))).isTrue();

        caller.sandbox.sessions().refreshOnce(true);
        JsonNode rotated = Caller.json(token(refresh));
        assertThat(rotated.has("refresh_token")).isTrue();
        assertThat(token(refresh).text()).contains("invalid_grant");
    }

    @Test
    void an_assertion_signed_with_the_right_key_is_believed() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair right = generator.generateKeyPair();
        KeyPair wrong = generator.generateKeyPair();
        caller.sandbox.sessions().allow(new Client("jwt-app", "s", caller.sandbox.userId(), right.getPublic()));
        long soon = Caller.START.getEpochSecond() + 180;
        assertThat(works(jwt(right, USERNAME, soon))).isTrue();
        assertThat(jwt(wrong, USERNAME, soon).text()).contains("invalid assertion");
        assertThat(jwt(right, "nobody@example.com", soon).text()).contains("hasn't approved");
        assertThat(jwt(right, USERNAME, soon - 400).text()).contains("invalid_grant");
    }

    @Test
    void a_key_given_over_http_is_believed_too() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String pem = "-----BEGIN PUBLIC KEY-----\\n"
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()) + "\\n-----END PUBLIC KEY-----";
        caller.form("/sandbox/clients", "{\"id\":\"jwt-app\",\"secret\":\"s\",\"publicKey\":\"" + pem + "\"}");
        assertThat(works(jwt(keys, USERNAME, Caller.START.getEpochSecond() + 180)))
                .isTrue();
        assertThat(caller.form("/sandbox/clients", "{\"id\":\"x\",\"secret\":\"s\",\"publicKey\":\"no\"}")
                        .text())
                .contains("must be an RSA key in PEM");
    }

    private Answer jwt(KeyPair keys, String user, long expires) throws GeneralSecurityException {
        String claims = "{\"iss\":\"jwt-app\",\"sub\":\"" + user
                + "\",\"aud\":\"https://login.salesforce.com\",\"exp\":" + expires + "}";
        String signed = base64("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return token("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + signed + "."
                + base64(signature.sign()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void soap_logs_in_and_faults_when_the_password_is_wrong() {
        Answer good = soap(PASSWORD + SECURITY_TOKEN);
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.text()).contains("<serverUrl>https://sandbox.tidemark.example/services/Soap/u/62.0/00D");
        assertThat(works(good.text().replaceFirst("(?s).*<sessionId>", "").replaceFirst("(?s)</sessionId>.*", "")))
                .isTrue();
        Answer bad = soap(PASSWORD);
        assertThat(bad.status()).isEqualTo(500);
        assertThat(bad.text()).contains("<faultstring>INVALID_LOGIN: Invalid username, password, security token");
    }

    private Answer soap(String password) {
        return caller.form(
                "/services/Soap/u/62.0",
                "<se:Envelope xmlns:se=\"http://schemas.xmlsoap.org/soap/envelope/\"><se:Header/><se:Body>"
                        + "<login xmlns=\"urn:partner.soap.sforce.com\"><username>" + USERNAME + "</username><password>"
                        + password + "</password></login></se:Body></se:Envelope>");
    }

    @Test
    void a_caller_can_ask_who_it_is_and_revoke_its_token() {
        JsonNode info = Caller.json(caller.get("/services/oauth2/userinfo"));
        assertThat(info.path("preferred_username").asString("")).isEqualTo(USERNAME);
        assertThat(caller.get("/services/oauth2/userinfo").headers()).doesNotContainKey("Sforce-Limit-Info");
        String token = Caller.json(token("grant_type=client_credentials" + APP))
                .path("access_token")
                .asString("");
        assertThat(caller.form("/services/oauth2/revoke", "token=" + Caller.encoded(token))
                        .status())
                .isEqualTo(200);
        assertThat(works(token)).isFalse();
    }
}
