package dev.tidemark.connectors.intercom;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connectors.rest.Addresses;
import dev.tidemark.connectors.rest.Api;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Auth;
import dev.tidemark.connectors.rest.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The settings of an account, and how its requests are signed and refused. */
final class Login {

    private static final String URL = "url";
    private static final String TOKEN = "token";
    private static final String VERSION = "api_version";

    /** Allowances are counted in windows of so long (docs, "Rate limiting"). */
    static final Duration WINDOW = Duration.ofSeconds(10);

    static final List<Setting> SETTINGS = List.of(
            Setting.required(TOKEN, Kind.SECRET, "The access token of your app, from its page 'Authentication'"),
            Setting.withDefault(
                    URL,
                    Kind.URL,
                    "https://api.intercom.io",
                    "The API's address: https://api.eu.intercom.io or https://api.au.intercom.io where the workspace is"
                            + " kept there"),
            Setting.withDefault(VERSION, Kind.TEXT, "2.14", "The version of the API, such as 2.14"),
            Hooked.secret("the app's client secret, from its page 'Basic information'"),
            Hooked.url());

    static final Refusals REFUSALS = new Refusals(
            "Intercom",
            Login::error,
            "Check 'token' of this account: it may have been revoked, or be of another region than 'url'",
            "Give the app the permissions that are needed, in Intercom's developer hub",
            (answer, error) -> answer.retryAfter().orElseGet(() -> untilReset(answer)));

    private static final Auth PERSONAL =
            Auth.fixed(access -> Auth.Proof.bearer(access.secrets().get(TOKEN)));

    static final Api API = new Api(
            access -> Addresses.of(URL, access.settings().get(URL), "https://api.intercom.io"), PERSONAL, REFUSALS);

    private Login() {}

    static HttpRequest request(Access access, String method, String path) {
        String version = access.settings().find(VERSION).orElse("2.14");
        if (!version.matches("\\d\\.\\d{1,2}")) {
            throw new ConnectorException("settings.wrong", "'api_version' is '" + version + "'", "Write it as 2.14");
        }
        return API.request(access, method, path).header("Intercom-Version", version);
    }

    /** {@code {"type": "error.list", "errors": [{"code": …, "message": …}]}}. */
    private static Optional<ApiError> error(JsonNode body) {
        JsonNode first = body.path("errors").path(0);
        return ApiError.of(
                first.path("code").asString(""), first.path("message").asString(""));
    }

    static String code(HttpAnswer answer) {
        return REFUSALS.error(answer).map(ApiError::code).orElse("");
    }

    /** When the window is over is told as a time by Intercom's clock. */
    private static Duration untilReset(HttpAnswer answer) {
        Optional<Instant> reset = answer.header("X-RateLimit-Reset")
                .filter(text -> text.matches("\\d{1,12}"))
                .map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
        Optional<Instant> now = answer.serverTimeBefore();
        if (reset.isEmpty() || now.isEmpty()) {
            return WINDOW;
        }
        Duration left = Duration.between(now.get(), reset.get());
        return left.isNegative() || left.compareTo(Duration.ofMinutes(2)) > 0 ? WINDOW : left.plusSeconds(1);
    }

    /** {@code X-RateLimit-Limit} and {@code -Remaining}, of the window of ten seconds. */
    static Limits limits(HttpAnswer answer) {
        Optional<Long> limit = number(answer, "X-RateLimit-Limit");
        Optional<Long> left = number(answer, "X-RateLimit-Remaining");
        return limit.isPresent() && left.isPresent() && left.get() <= limit.get()
                ? Limits.used(limit.get() - left.get(), limit.get(), WINDOW)
                : Limits.UNKNOWN;
    }

    private static Optional<Long> number(HttpAnswer answer, String header) {
        return answer.header(header).filter(text -> text.matches("\\d{1,9}")).map(Long::valueOf);
    }
}
