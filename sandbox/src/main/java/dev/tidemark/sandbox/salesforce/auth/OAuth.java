package dev.tidemark.sandbox.salesforce.auth;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code /services/oauth2}: token, authorize, revoke. Answers tell no expires_in, as Salesforce's do not. */
public final class OAuth {
    private static final JsonMapper JSON = new JsonMapper();

    private final Sessions sessions;
    private final InstantSource clock;

    public OAuth(Sessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** {@code POST /services/oauth2/token}. */
    public Answer token(Request request, String instanceUrl) {
        Map<String, String> form = withBasicAuth(request);
        String grant = form.getOrDefault("grant_type", "");
        if (grant.equals("urn:ietf:params:oauth:grant-type:jwt-bearer")) {
            return jwt(form, instanceUrl);
        }
        Optional<Client> found = sessions.client(form.get("client_id"));
        if (found.isEmpty()) {
            return refused("invalid_client_id", "client identifier invalid");
        }
        Client client = found.get();
        String secret = form.get("client_secret");
        boolean mayOmitSecret = grant.equals("authorization_code") && form.containsKey("code_verifier");
        if (!client.secret().equals(secret) && !(secret == null && mayOmitSecret)) {
            return refused("invalid_client", "invalid client credentials");
        }
        return switch (grant) {
            case "client_credentials" -> granted(client, client.runAs(), Optional.empty(), instanceUrl);
            case "password" ->
                sessions.passwordLogin(form.getOrDefault("username", ""), form.getOrDefault("password", ""))
                        .map(user -> granted(client, user, Optional.empty(), instanceUrl))
                        .orElseGet(() -> refused("invalid_grant", "authentication failure"));
            case "refresh_token" ->
                sessions.renew(client.id(), form.get("refresh_token"))
                        .map(renewed -> granted(client, renewed.userId(), renewed.nextToken(), instanceUrl))
                        .orElseGet(() -> refused("invalid_grant", "expired access/refresh token"));
            case "authorization_code" -> code(client, form, instanceUrl);
            default -> refused("unsupported_grant_type", "grant type not supported");
        };
    }

    /** {@code GET /services/oauth2/authorize}: the person consents at once. */
    public Answer authorize(Request request) {
        Map<String, String> params = request.params();
        String redirect = params.getOrDefault("redirect_uri", "");
        Optional<Client> client = sessions.client(params.get("client_id"));
        Optional<String> user = sessions.consenting();
        if (client.isEmpty() || user.isEmpty() || redirect.isEmpty()) {
            return refused("invalid_client_id", "client identifier or redirect_uri invalid");
        }
        String code = sessions.consent(
                new Sessions.Consent(client.get().id(), user.get(), redirect, params.get("code_challenge")));
        String state = params.get("state");
        String location = redirect + (redirect.contains("?") ? "&" : "?") + "code=" + encoded(code)
                + (state == null ? "" : "&state=" + encoded(state));
        return Answer.empty(302).with("Location", location);
    }

    /** {@code POST /services/oauth2/revoke}. */
    public Answer revoke(Request request) {
        String token = request.params().getOrDefault("token", request.form().getOrDefault("token", ""));
        return sessions.revoke(token) ? Answer.empty(200) : refused("invalid_token", "invalid token");
    }

    private Answer code(Client client, Map<String, String> form, String instanceUrl) {
        return sessions.redeem(form.get("code"))
                .filter(consent -> consent.clientId().equals(client.id())
                        && consent.redirect().equals(form.get("redirect_uri"))
                        && proves(consent.challenge(), form.get("code_verifier")))
                .map(consent -> granted(
                        client,
                        consent.userId(),
                        Optional.of(sessions.grantRefresh(client.id(), consent.userId())),
                        instanceUrl))
                .orElseGet(() -> refused("invalid_grant", "invalid authorization code"));
    }

    private Answer jwt(Map<String, String> form, String instanceUrl) {
        Optional<Jwt> read = Jwt.read(form.getOrDefault("assertion", ""));
        if (read.isEmpty()) {
            return refused("invalid_grant", "invalid assertion");
        }
        Jwt jwt = read.get();
        Optional<Client> client = sessions.client(jwt.issuer());
        if (client.isEmpty()) {
            return refused("invalid_client_id", "client identifier invalid");
        }
        var key = client.get().key();
        Duration left = Duration.between(clock.instant(), jwt.expires());
        if (key == null || !jwt.isSignedBy(key) || left.isNegative()) {
            return refused("invalid_grant", left.isNegative() ? "expired authorization code" : "invalid assertion");
        }
        return sessions.login(jwt.subject())
                .map(login -> granted(client.get(), login.userId(), Optional.empty(), instanceUrl))
                .orElseGet(() -> refused("invalid_grant", "user hasn't approved this consumer"));
    }

    private Answer granted(Client client, String userId, Optional<String> refreshToken, String instanceUrl) {
        Session session = sessions.open(userId, client.id());
        String id = instanceUrl + "/id/" + sessions.orgId() + "/" + userId;
        String issuedAt = String.valueOf(clock.millis());
        var body = new LinkedHashMap<String, String>();
        body.put("access_token", session.token());
        refreshToken.ifPresent(token -> body.put("refresh_token", token));
        body.put("signature", signature(id + issuedAt + client.secret()));
        body.put("scope", "api refresh_token");
        body.put("instance_url", instanceUrl);
        body.put("id", id);
        body.put("token_type", "Bearer");
        body.put("issued_at", issuedAt);
        return Answer.json(200, JSON.writeValueAsBytes(body)).with("Cache-Control", "no-cache, no-store");
    }

    private static Answer refused(String error, String description) {
        return Answer.json(400, JSON.writeValueAsBytes(Map.of("error", error, "error_description", description)));
    }

    private static Map<String, String> withBasicAuth(Request request) {
        var form = new LinkedHashMap<>(request.form());
        String header = request.header("authorization");
        if (header != null && header.startsWith("Basic ")) {
            String[] pair = new String(
                            Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8)
                    .split(":", 2);
            form.putIfAbsent("client_id", pair[0]);
            form.putIfAbsent("client_secret", pair.length == 2 ? pair[1] : "");
        }
        return form;
    }

    private static boolean proves(@Nullable String challenge, @Nullable String verifier) {
        return challenge == null
                || (verifier != null
                        && challenge.equals(
                                Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier))));
    }

    private static String signature(String text) {
        return Base64.getEncoder().encodeToString(sha256(text));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
