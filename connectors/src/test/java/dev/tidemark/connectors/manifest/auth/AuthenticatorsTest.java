package dev.tidemark.connectors.manifest.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.request.Call;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.request.Requester;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AuthenticatorsTest {

    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");
    private static final Expressions EXPRESSIONS = new Expressions(InstantSource.fixed(NOW));

    private final Problems problems = new Problems();
    private final Tokens tokens = Tokens.inMemory();
    private Context context = Context.of(Map.of());

    @SuppressWarnings("unchecked")
    private Node node(String json) {
        return new Node((Map<Object, Object>) Json.read(json.replace('\'', '"')), "", problems);
    }

    @SuppressWarnings("unchecked")
    private Authenticator authenticator(String json, String config) {
        context = Context.of((Map<Object, Object>) Json.read(config.replace('\'', '"')));
        return Authenticators.of(node("{'authenticator': " + json + "}"), "authenticator", EXPRESSIONS);
    }

    /** A request signed by it. */
    private Call signed(Authenticator authenticator) {
        Options options = new Options();
        Map<String, String> proof = new LinkedHashMap<>();
        authenticator.sign(context, tokens, options, proof);
        return Requester.of(node("{'url_base': 'https://x.io/'}"), EXPRESSIONS)
                .call(context, Optional.empty(), options, proof);
    }

    private Login login(Authenticator authenticator, Instant at) {
        return authenticator.login(context, tokens, at).orElseThrow();
    }

    private void answer(Login login, String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        tokens.keep(login.account(), login.reader().token(new HttpAnswer(200, Map.of(), bytes, Duration.ZERO)));
    }

    @Test
    void keys_go_where_the_api_wants_them() {
        assertThat(signed(authenticator(
                                "{'type': 'ApiKeyAuthenticator', 'api_token': '{{ config.k }}', 'header': 'X-Key'}",
                                "{'k': 'abc'}"))
                        .headers())
                .containsEntry("X-Key", "abc");
        assertThat(signed(authenticator(
                                "{'type': 'ApiKeyAuthenticator', 'api_token': '{{ config.k }}', 'inject_into':"
                                        + " {'type': 'RequestOption', 'inject_into': 'request_parameter', 'field_name':"
                                        + " 'key'}}",
                                "{'k': 'a b'}"))
                        .url())
                .isEqualTo("https://x.io/?key=a+b");
    }

    @Test
    void bearers_and_passwords_are_headers() {
        assertThat(signed(authenticator("{'type': 'BearerAuthenticator', 'api_token': '{{ config.k }}'}", "{'k': 't'}"))
                        .headers())
                .containsEntry("Authorization", "Bearer t");
        assertThat(signed(authenticator(
                                "{'type': 'BasicHttpAuthenticator', 'username': '{{ config.u }}'}", "{'u': 'me'}"))
                        .headers())
                .containsEntry("Authorization", "Basic bWU6");
    }

    @Test
    void the_settings_choose_among_authenticators() {
        String json =
                "{'type': 'SelectiveAuthenticator', 'authenticator_selection_path': ['auth', 'kind'], 'authenticators':"
                        + " {'none': {'type': 'NoAuth'}, 'key': {'type': 'BearerAuthenticator', 'api_token': 'x'}}}";
        assertThat(signed(authenticator(json, "{'auth': {'kind': 'key'}}")).headers())
                .containsEntry("Authorization", "Bearer x");
        assertThat(signed(authenticator(json, "{'auth': {'kind': 'none'}}")).headers())
                .doesNotContainKey("Authorization");
        Authenticator other = authenticator(json, "{'auth': {'kind': 'other'}}");
        assertThatThrownBy(() -> signed(other)).isInstanceOf(Impossible.class).hasMessageContaining("'other'");
    }

    private static final String OAUTH = "{'type': 'OAuthAuthenticator', 'token_refresh_endpoint':"
            + " 'https://x.io/token', 'client_id': '{{ config.id }}', 'client_secret': '{{ config.secret }}',"
            + " 'refresh_token': '{{ config.refresh }}', 'refresh_request_body': {'aud': 'all', 'client_id': 'never'}%s}";

    @Test
    void a_token_is_fetched_once_and_again_when_it_has_expired() {
        Authenticator oauth = authenticator(OAUTH.formatted(""), "{'id': 'me', 'secret': 's', 'refresh': 'r'}");
        Login first = login(oauth, NOW);
        assertThat(first.call().method()).isEqualTo("POST");
        assertThat(first.call().url()).isEqualTo("https://x.io/token");
        assertThat(first.call().body())
                .contains("grant_type=refresh_token&client_id=me&client_secret=s&refresh_token=r&aud=all");
        answer(first, "{'data': [{'access_token': 't1'}], 'expires_in': '60'}");
        assertThat(oauth.login(context, tokens, NOW.plusSeconds(60))).isEmpty();
        assertThat(signed(oauth).headers()).containsEntry("Authorization", "Bearer t1");
        answer(login(oauth, NOW.plusSeconds(61)), "{'access_token': 't2'}");
        assertThat(signed(oauth).headers()).containsEntry("Authorization", "Bearer t2");
        assertThat(oauth.login(context, tokens, NOW.plus(Duration.ofMinutes(60))))
                .isEmpty();
        assertThat(oauth.login(context, tokens, NOW.plus(Duration.ofMinutes(62))))
                .isPresent();
    }

    @Test
    void credentials_in_a_header_are_not_sent_twice() {
        Authenticator oauth = authenticator(
                OAUTH.formatted(", 'refresh_request_headers': {'Authorization': 'Basic {{ config.id }}'}"),
                "{'id': 'me', 'secret': 's', 'refresh': 'r'}");
        Call call = login(oauth, NOW).call();
        assertThat(call.headers()).containsEntry("Authorization", "Basic me");
        assertThat(call.body()).contains("grant_type=refresh_token&refresh_token=r&aud=all&client_id=never");
    }

    @Test
    void a_token_for_one_use_is_followed_by_the_next_even_after_a_refusal() {
        Authenticator oauth = authenticator(
                OAUTH.formatted(", 'refresh_token_updater': {'refresh_token_config_path': ['refresh']}"),
                "{'id': 'me', 'secret': 's', 'refresh': 'r0'}");
        answer(login(oauth, NOW), "{'access_token': 't1', 'refresh_token': 'r1', 'expires_in': 60}");
        assertThat(login(oauth, NOW.plusSeconds(61)).call().body().orElseThrow())
                .contains("refresh_token=r1");
        assertThat(oauth.forget(context, tokens)).isTrue();
        assertThat(login(oauth, NOW).call().body().orElseThrow()).contains("refresh_token=r1");
    }

    @Test
    void a_token_in_the_settings_is_used_while_it_is_good() {
        Authenticator oauth = authenticator(
                OAUTH.formatted(
                        ", 'access_token_value': '{{ config.token }}', 'token_expiry_date': '{{ config.until }}'"),
                "{'id': 'me', 'secret': 's', 'refresh': 'r', 'token': 't0', 'until': '2024-01-01T01:00:00Z'}");
        assertThat(oauth.login(context, tokens, NOW)).isEmpty();
        assertThat(signed(oauth).headers()).containsEntry("Authorization", "Bearer t0");
        assertThat(oauth.login(context, tokens, NOW.plus(Duration.ofHours(2)))).isPresent();
    }

    @Test
    void a_session_is_begun_by_the_request_that_the_manifest_describes() {
        Authenticator session = authenticator(
                "{'type': 'SessionTokenAuthenticator', 'login_requester': {'type': 'HttpRequester', 'url_base':"
                        + " 'https://x.io/', 'path': 'login', 'http_method': 'POST', 'request_body_json': {'user': 'me'},"
                        + " 'authenticator': {'type': 'BasicHttpAuthenticator', 'username': 'u'}}, 'session_token_path':"
                        + " ['data', 'token'], 'expiration_duration': 'PT10M', 'request_authentication': {'type':"
                        + " 'ApiKey', 'api_token': 'Token {{ session_token }}', 'inject_into': {'type': 'RequestOption',"
                        + " 'inject_into': 'header', 'field_name': 'X-Session'}}}",
                "{}");
        Login login = login(session, NOW);
        assertThat(login.call().url()).isEqualTo("https://x.io/login");
        assertThat(login.call().headers()).containsEntry("Authorization", "Basic dTo=");
        assertThat(login.call().body()).contains("{\"user\":\"me\"}");
        answer(login, "{'data': {'token': 's1'}}");
        assertThat(signed(session).headers()).containsEntry("X-Session", "Token s1");
        assertThat(session.login(context, tokens, NOW.plusSeconds(600))).isEmpty();
        assertThat(session.login(context, tokens, NOW.plusSeconds(601))).isPresent();
        assertThat(session.forget(context, tokens)).isTrue();
        assertThat(session.forget(context, tokens)).isFalse();
    }

    private static String part(Call call, int number) {
        String token = call.headers().getOrDefault("Authorization", "").replace("Bearer ", "");
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[number]), StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_token_may_be_made_and_signed_here() throws GeneralSecurityException {
        Call call = signed(authenticator(
                "{'type': 'JwtAuthenticator', 'algorithm': 'HS256', 'secret_key': '{{ config.key }}',"
                        + " 'token_duration': 60, 'header_prefix': 'Bearer', 'jwt_headers': {'kid': '{{ config.kid }}',"
                        + " 'typ': 'JWT'}, 'jwt_payload': {'iss': 'me'}, 'additional_jwt_payload': {'scope': 'all'}}",
                "{'key': 'hush', 'kid': 'k1'}"));
        assertThat(part(call, 0)).isEqualTo("{\"kid\":\"k1\",\"typ\":\"JWT\",\"alg\":\"HS256\"}");
        assertThat(part(call, 1))
                .isEqualTo(
                        "{\"iss\":\"me\",\"scope\":\"all\",\"iat\":1704067200,\"exp\":1704067260,\"nbf\":1704067200}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String token = call.headers().getOrDefault("Authorization", "").substring("Bearer ".length());
        byte[] expected = mac.doFinal(token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        assertThat(part(call, 2)).isEqualTo(new String(expected, StandardCharsets.ISO_8859_1));
    }

    @Test
    void a_token_of_our_own_goes_where_the_api_wants_it() {
        Call call = signed(authenticator(
                "{'type': 'JwtAuthenticator', 'algorithm': 'HS256', 'secret_key': 'hush', 'request_option':"
                        + " {'type': 'RequestOption', 'inject_into': 'request_parameter', 'field_name': 'jwt'}}",
                "{}"));
        assertThat(call.url()).startsWith("https://x.io/?jwt=ey");
        assertThat(call.headers()).doesNotContainKey("Authorization");
    }

    @Test
    void a_token_of_our_own_is_exchanged_for_one_of_the_api_and_kept_until_that_expires() {
        Authenticator oauth = authenticator(
                "{'type': 'OAuthAuthenticator', 'token_refresh_endpoint': 'https://x.io/token', 'grant_type':"
                        + " 'urn:ietf:params:oauth:grant-type:jwt-bearer', 'use_profile_assertion': true,"
                        + " 'profile_assertion': {'type': 'JwtAuthenticator', 'algorithm': 'HS256', 'secret_key':"
                        + " '{{ config.key }}', 'jwt_payload': {'iss': 'me', 'aud': 'x'}}}",
                "{'key': 'hush'}");
        Login first = login(oauth, NOW);
        assertThat(first.call().body().orElseThrow())
                .startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=ey");
        assertThat(first.account().toString()).doesNotContain("hush");
        assertThat(first.account().body().orElseThrow()).doesNotContain("hush");
        answer(first, "{'access_token': 'a', 'expires_in': 100}");
        assertThat(oauth.login(context, tokens, NOW.plusSeconds(50))).isEmpty();
        assertThat(oauth.login(context, tokens, NOW.plusSeconds(200))).isPresent();
        assertThat(signed(oauth).headers()).containsEntry("Authorization", "Bearer a");
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void a_private_key_signs_in_either_of_its_spellings() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        String whole = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        String old = "-----BEGIN RSA PRIVATE KEY-----\\n" + Base64.getEncoder().encodeToString(pkcs1)
                + "\\n-----END RSA PRIVATE KEY-----";
        byte[] text = "text".getBytes(StandardCharsets.US_ASCII);
        for (String pem : List.of(whole, old)) {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(pair.getPublic());
            check.update(text);
            assertThat(check.verify(JwtSignature.of("RS256", pem, text))).isTrue();
        }
        assertThatThrownBy(() -> JwtSignature.of("RS256", "hush", text))
                .isInstanceOf(Impossible.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void an_answer_without_a_token_is_refused() {
        Authenticator oauth = authenticator(OAUTH.formatted(""), "{'id': 'me', 'secret': 's', 'refresh': 'r'}");
        assertThatThrownBy(() -> answer(login(oauth, NOW), "{'error': 'no'}")).isInstanceOf(Impossible.class);
    }

    @Test
    void tokens_do_not_show_themselves() {
        assertThat(new Token("hush", Optional.empty(), Optional.of("next")).toString())
                .doesNotContain("hush", "next");
        Authenticator oauth = authenticator(OAUTH.formatted(""), "{'id': 'me', 'secret': 'hush', 'refresh': 'r'}");
        assertThat(login(oauth, NOW).toString()).doesNotContain("hush");
    }

    @Test
    void what_cannot_run_is_a_problem() {
        authenticator("{'type': 'CustomAuthenticator', 'class_name': 'a.B'}", "{}");
        authenticator("{'type': 'OAuthAuthenticator', 'token_refresh_endpoint': 'x'}", "{}");
        authenticator("{'type': 'ApiKeyAuthenticator', 'api_token': 'x'}", "{}");
        assertThat(problems.all())
                .extracting(p -> p.what())
                .containsExactly(
                        "the type CustomAuthenticator of class a.B does not run here",
                        "'client_id' and 'client_secret' are needed",
                        "'refresh_token' is needed where 'grant_type' is refresh_token",
                        "'inject_into' or 'header' is needed");
    }
}
