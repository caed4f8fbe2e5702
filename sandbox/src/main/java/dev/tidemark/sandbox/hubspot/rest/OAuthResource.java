package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import dev.tidemark.sandbox.kit.Tokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code /oauth/…}: consent (given at once), tokens, and what a token is good for. */
final class OAuthResource {
    private static final List<String> SCOPES = List.of(
            "oauth",
            "crm.objects.contacts.read",
            "crm.objects.contacts.write",
            "crm.objects.companies.read",
            "crm.objects.companies.write",
            "crm.objects.deals.read",
            "crm.objects.deals.write",
            "crm.objects.owners.read",
            "crm.schemas.custom.read",
            "crm.objects.custom.read",
            "tickets");

    private final Tokens tokens;

    OAuthResource(Tokens tokens) {
        this.tokens = tokens;
    }

    Answer handle(Request request) {
        String path = request.path();
        if (path.equals("/oauth/authorize")) {
            return consent(request.params());
        }
        if (path.equals("/oauth/v1/token") && request.method().equals("POST")) {
            return token(request.form());
        }
        if (path.startsWith("/oauth/v1/access-tokens/")) {
            return about(path.substring("/oauth/v1/access-tokens/".length()));
        }
        if (path.startsWith("/oauth/v1/refresh-tokens/") && request.method().equals("DELETE")) {
            tokens.revoke(path.substring("/oauth/v1/refresh-tokens/".length()));
            return Answer.empty(204);
        }
        throw Call.noSuchPath();
    }

    private Answer consent(Map<String, String> params) {
        String redirect = params.getOrDefault("redirect_uri", "");
        String code = tokens.consent(params.getOrDefault("client_id", ""), redirect);
        String state = params.containsKey("state")
                ? "&state=" + URLEncoder.encode(params.getOrDefault("state", ""), StandardCharsets.UTF_8)
                : "";
        return Answer.empty(302).with("Location", redirect + "?code=" + code + state);
    }

    private Answer token(Map<String, String> form) {
        String client = form.getOrDefault("client_id", "");
        if (!tokens.knows(client, form.get("client_secret"))) {
            return refused("BAD_CLIENT_ID", "missing or unknown client id");
        }
        Optional<Tokens.Granted> granted = switch (form.getOrDefault("grant_type", "")) {
            case "refresh_token" -> tokens.refresh(client, form.get("refresh_token"));
            case "authorization_code" -> tokens.redeem(client, form.get("redirect_uri"), form.get("code"));
            default -> Optional.empty();
        };
        if (granted.isEmpty()) {
            return form.getOrDefault("grant_type", "").equals("authorization_code")
                    ? refused("BAD_AUTH_CODE", "missing or unknown auth code")
                    : refused("BAD_REFRESH_TOKEN", "missing or invalid refresh token");
        }
        Tokens.Granted session = granted.get();
        ObjectNode json = Json.object();
        json.put("token_type", "bearer").put("refresh_token", session.refresh());
        json.put("access_token", session.access())
                .put("expires_in", session.life().toSeconds());
        return Json.answer(200, json);
    }

    private static Answer refused(String status, String message) {
        return Json.answer(
                400,
                Json.object()
                        .put("status", status)
                        .put("message", message)
                        .put("category", status)
                        .put("correlationId", "00000000-0000-4000-8000-000000000000"));
    }

    private Answer about(String token) {
        if (!tokens.alive(token)) {
            throw Refused.notFound("access token not found or expired");
        }
        ObjectNode json = Json.object();
        json.put("token", token).put("user", "integration@tidemark.example");
        json.put("hub_domain", "tidemark.example");
        Json.strings(json.putArray("scopes"), SCOPES);
        ObjectNode signed = json.putObject("signed_access_token");
        signed.put("expiresAt", 0L);
        json.put("hub_id", Portal.ID).put("app_id", 18_221_010).put("expires_in", 1_800);
        return Json.answer(200, json.put("user_id", 88_842_095).put("token_type", "access"));
    }
}
