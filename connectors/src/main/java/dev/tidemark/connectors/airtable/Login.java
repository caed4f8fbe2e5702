package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connectors.rest.Addresses;
import dev.tidemark.connectors.rest.Api;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Auth;
import dev.tidemark.connectors.rest.OAuth;
import dev.tidemark.connectors.rest.Refusals;
import dev.tidemark.connectors.rest.Trouble;
import dev.tidemark.connectors.rest.Troubled;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The settings of an account, and how its requests are signed and refused. */
final class Login {

    static final String BASE = "base";
    static final String TYPECAST = "typecast";

    private static final String URL = "url";
    private static final String AUTH = "auth";
    private static final String TOKEN = "token";
    private static final String CLIENT_ID = "client_id";

    /** After one request too many, all are refused for so long (API reference, "Rate limits"). */
    private static final Duration PENALTY = Duration.ofSeconds(30);

    static final List<Setting> SETTINGS = List.of(
            Setting.required(
                    BASE, Kind.TEXT, "The base, by its id: appXXXXXXXXXXXXXX, from its address in the browser"),
            Setting.choice(AUTH, TOKEN, Set.of(TOKEN, "oauth"), "How to sign in: a personal access token, or OAuth"),
            Setting.optional(
                    TOKEN,
                    Kind.SECRET,
                    "The personal access token, with the scopes data.records:read and schema.bases:read, and"
                            + " data.records:write to write"),
            Setting.optional(CLIENT_ID, Kind.TEXT, "For oauth: the integration's client id"),
            Setting.optional(OAuth.CLIENT_SECRET, Kind.SECRET, "For oauth: its secret, where it has one"),
            Setting.optional(OAuth.REFRESH_TOKEN, Kind.SECRET, "For oauth: the token that a user's consent gave"),
            Setting.withDefault(
                    TYPECAST,
                    Kind.BOOLEAN,
                    "false",
                    "Whether Airtable may change values that do not fit a field, and make new options of select"
                            + " fields"),
            Setting.withDefault(URL, Kind.URL, "https://api.airtable.com", "The API's address"),
            Hooked.secret("the MAC secret that came with the making of the webhook (macSecretBase64)"),
            Hooked.url());

    private static final Refusals REFUSALS = new Refusals(
            "Airtable",
            Login::error,
            "Check 'token' of this account: it may have been revoked, or lack access to the base",
            "Give the token the scopes that are needed, and access to the base (airtable.com/create/tokens)",
            (answer, error) -> answer.retryAfter()
                    .filter(wait -> wait.compareTo(PENALTY) > 0)
                    .orElse(PENALTY));

    private static final Auth OAUTH = new OAuth(
            access -> address(access).resolve("/oauth2/v1/token"),
            access -> access.settings().get(CLIENT_ID),
            REFUSALS,
            false,
            true);

    private static final Auth PERSONAL =
            Auth.fixed(access -> Auth.Proof.bearer(access.secrets().get(TOKEN)));

    static final Api API = new Api(
            Login::address,
            Auth.chosen(access -> access.settings().find(AUTH).orElse(TOKEN).equals("oauth") ? OAUTH : PERSONAL),
            REFUSALS);

    private Login() {}

    /** @throws ConnectorException where it is no base's id */
    static String base(Access access) {
        String base = access.settings().get(BASE).strip();
        if (!base.matches("app[A-Za-z0-9]{5,30}")) {
            throw new ConnectorException(
                    "settings.wrong",
                    "'base' is '" + base + "', which is no base's id",
                    "Open the base in a browser and take the part of the address that begins with app");
        }
        return base;
    }

    private static URI address(Access access) {
        return Addresses.of(URL, access.settings().get(URL), "https://api.airtable.com");
    }

    /** {@code {"error": {"type": …, "message": …}}}, or {@code {"error": "NOT_FOUND"}}. */
    private static Optional<ApiError> error(JsonNode body) {
        JsonNode error = body.path("error");
        return error.isString()
                ? ApiError.of(error.asString(""), body.path("message").asString(""))
                : ApiError.of(
                        error.path("type").asString(""), error.path("message").asString(""));
    }

    static Optional<ApiError> error(HttpAnswer answer) {
        return REFUSALS.error(answer);
    }

    /** @throws Troubled where the answer is not a success */
    static HttpAnswer ask(Access access, HttpRequest request, String what) throws HttpFailed, Troubled {
        HttpAnswer answer = API.send(access, request);
        if (!answer.isSuccess()) {
            throw new Troubled(refusal(answer, what));
        }
        return answer;
    }

    /** What a refusal of a request about a table comes to. */
    static Trouble refusal(HttpAnswer answer, String what) {
        Trouble trouble = REFUSALS.of(answer, what);
        String code = error(answer).map(ApiError::code).orElse("");
        if (!(trouble instanceof Trouble.Stop stop)) {
            return trouble;
        }
        return switch (code) {
            case "UNKNOWN_FIELD_NAME" ->
                new Trouble.Stop(
                        "source.unknown_field",
                        stop.why(),
                        "The field was renamed or removed: the next run asks for the table's fields anew; where the"
                                + " sync names it, correct the sync");
            case "TABLE_NOT_FOUND", "NOT_FOUND", "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND", "MODEL_ID_NOT_FOUND" ->
                new Trouble.Stop(
                        "source.unknown_stream",
                        stop.why(),
                        "Check 'base', that it has the table, and that the token may see both");
            default -> stop;
        };
    }
}
