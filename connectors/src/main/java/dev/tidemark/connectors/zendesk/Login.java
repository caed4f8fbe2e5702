package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.Setting;
import dev.tidemark.connectors.rest.Addresses;
import dev.tidemark.connectors.rest.Api;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Auth;
import dev.tidemark.connectors.rest.OAuth;
import dev.tidemark.connectors.rest.Refusals;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The settings of a Zendesk account, and how its requests are signed. */
final class Login {

    private static final String URL = "url";
    private static final String SIGN_IN = "sign_in";
    private static final String EMAIL = "email";
    private static final String API_TOKEN = "api_token";
    private static final String ACCESS_TOKEN = "oauth_token";
    private static final String CLIENT_ID = "client_id";

    private static final String BY_API_TOKEN = "api_token";
    private static final String BY_ACCESS_TOKEN = "oauth_token";
    private static final String BY_OAUTH = "oauth";

    static final List<Setting> SETTINGS = List.of(
            Setting.required(URL, Setting.Kind.URL, "The account's address: https://NAME.zendesk.com"),
            Setting.choice(
                    SIGN_IN,
                    BY_API_TOKEN,
                    Set.of(BY_API_TOKEN, BY_ACCESS_TOKEN, BY_OAUTH),
                    "api_token (with email), oauth_token (one that does not expire), or oauth (with client_id and"
                            + " client_secret, and a refresh_token where the client has one)"),
            Setting.optional(EMAIL, Setting.Kind.TEXT, "The administrator whom the API token acts for"),
            Setting.optional(API_TOKEN, Setting.Kind.SECRET, "An API token, from the admin centre"),
            Setting.optional(
                    ACCESS_TOKEN, Setting.Kind.SECRET, "An OAuth access token, with the scopes read and write"),
            Setting.optional(CLIENT_ID, Setting.Kind.TEXT, "The unique identifier of an OAuth client"),
            Setting.optional(OAuth.CLIENT_SECRET, Setting.Kind.SECRET, "The OAuth client's secret"),
            Setting.optional(OAuth.REFRESH_TOKEN, Setting.Kind.SECRET, "A refresh token that a user's consent gave"),
            Hooked.secret("the webhook's signing secret, from its page in the admin centre"),
            Hooked.url());

    static final Refusals REFUSALS = new Refusals(
            "Zendesk",
            Login::error,
            "Check url, email and token of this account, and that the admin centre allows token access to the API",
            "Exports, and imports in bulk, need an administrator: let the account sign in as one. Writing users in bulk"
                    + " must also be switched on by Zendesk's support");

    private static final OAuth OAUTH = new OAuth(
            access -> url(access).resolve("/oauth/tokens"),
            access -> access.settings().get(CLIENT_ID),
            REFUSALS,
            true);

    static final Api API = new Api(Login::url, Auth.chosen(Login::signing), REFUSALS);

    private Login() {}

    private static URI url(Access access) {
        return Addresses.of(URL, access.settings().get(URL), "https://NAME.zendesk.com");
    }

    /** {@code {"error": "Code", "description": …, "details": …}}, {@code {"error": {"title", "message"}}}, or JSON:API's list. */
    private static Optional<ApiError> error(JsonNode body) {
        JsonNode error = body.path("error");
        if (error.isObject()) {
            return ApiError.of(
                    error.path("title").asString("error"), error.path("message").asString(""));
        }
        JsonNode first = body.path("errors").path(0);
        if (first.isObject()) {
            return ApiError.of(
                    first.path("code").asString(first.path("title").asString("error")),
                    first.path("detail").asString(first.path("title").asString("")));
        }
        String details = body.path("details").isObject() ? " " + body.path("details") : "";
        return ApiError.of(
                error.asString(""),
                body.path("description").asString(body.path("message").asString("")) + details);
    }

    /** The way of signing in that the account's settings name. */
    private static Auth signing(Access access) {
        return switch (access.settings().get(SIGN_IN)) {
            // A user's address with this ending is signed in by token (API introduction, "Security and
            // authentication").
            case BY_API_TOKEN ->
                Auth.fixed(a -> Auth.Proof.basic(
                        a.settings().get(EMAIL) + "/token", a.secrets().get(API_TOKEN)));
            case BY_ACCESS_TOKEN ->
                Auth.fixed(a -> Auth.Proof.bearer(a.secrets().get(ACCESS_TOKEN)));
            case BY_OAUTH -> OAUTH;
            default ->
                throw new ConnectorException(
                        "settings.wrong", "'" + SIGN_IN + "' is no way to sign in", "Choose one that the help lists");
        };
    }
}
