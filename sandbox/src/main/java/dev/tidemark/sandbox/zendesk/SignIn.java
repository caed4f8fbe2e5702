package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Tokens;
import dev.tidemark.sandbox.kit.Tokens.Granted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** API tokens, and OAuth 2 at {@code /oauth/tokens}. */
final class SignIn {
    private final Tokens tokens;

    SignIn(long seed, InstantSource clock) {
        tokens = new Tokens(seed, clock, Duration.ofHours(8));
        tokens.allow(ZendeskSandbox.EMAIL + "/token:" + ZendeskSandbox.API_TOKEN);
        tokens.allow(ZendeskSandbox.CLIENT_ID, ZendeskSandbox.CLIENT_SECRET);
        tokens.allowRefresh(ZendeskSandbox.CLIENT_ID, ZendeskSandbox.REFRESH_TOKEN);
        tokens.refreshOnce(true);
    }

    Tokens tokens() {
        return tokens;
    }

    /** The API token is good no more. */
    void revokeApiToken() {
        tokens.revoke(ZendeskSandbox.EMAIL + "/token:" + ZendeskSandbox.API_TOKEN);
    }

    /** @throws Refusal where nobody is signed in */
    void check(Request request) {
        Optional<String> proof = Tokens.basic(request).or(() -> Tokens.bearer(request));
        if (proof.filter(tokens::alive).isEmpty()) {
            throw Refusal.notSignedIn();
        }
    }

    Answer grant(Request request) {
        Map<String, String> form = values(request);
        String client = form.getOrDefault("client_id", "");
        if (!tokens.knows(client, form.get("client_secret"))) {
            return refused("invalid_client", "Client authentication failed");
        }
        Optional<Granted> granted = switch (form.getOrDefault("grant_type", "")) {
            case "refresh_token" -> tokens.refresh(client, form.get("refresh_token"));
            case "authorization_code" -> tokens.redeem(client, form.get("redirect_uri"), form.get("code"));
            case "client_credentials" -> tokens.refresh(client, tokens.grantRefresh(client));
            default -> Optional.empty();
        };
        return granted.map(SignIn::told)
                .orElseGet(() -> refused("invalid_grant", "The provided authorization grant is invalid or expired"));
    }

    private static Map<String, String> values(Request request) {
        String type = request.header("content-type");
        if (type == null || !type.contains("json")) {
            return request.form();
        }
        Map<String, String> values = new java.util.HashMap<>();
        for (Map.Entry<String, JsonNode> value : Writes.body(request).properties()) {
            values.put(value.getKey(), value.getValue().asString(""));
        }
        return values;
    }

    private static Answer told(Granted granted) {
        ObjectNode body = JSON.createObjectNode()
                .put("access_token", granted.access())
                .put("refresh_token", granted.refresh())
                .put("token_type", "bearer")
                .put("scope", "read write")
                .put("expires_in", granted.life().toSeconds());
        return Answer.json(200, JSON.writeValueAsBytes(body));
    }

    private static Answer refused(String error, String description) {
        return Answer.json(
                401,
                JSON.writeValueAsBytes(
                        JSON.createObjectNode().put("error", error).put("error_description", description)));
    }
}
