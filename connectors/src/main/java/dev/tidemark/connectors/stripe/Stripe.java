package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Setting;
import dev.tidemark.connectors.rest.Addresses;
import dev.tidemark.connectors.rest.Api;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Auth;
import dev.tidemark.connectors.rest.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Requests to Stripe's API, in one version of it, and what its refusals mean. */
final class Stripe {

    static final String KEY = "api_key";
    static final String ACCOUNT = "account";
    static final String VERSION = "version";
    static final String URL = "url";

    /** Of an object that is not there. */
    static final String MISSING = "resource_missing";

    /** Stripe's limits are counted by the second, and it says no time to wait for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    static final List<Setting> SETTINGS = List.of(
            Setting.required(
                    KEY,
                    Setting.Kind.SECRET,
                    "A secret key (sk_…) or, better, a restricted one (rk_…): Developers, API keys"),
            Setting.optional(
                    ACCOUNT, Setting.Kind.TEXT, "For Connect platforms: the connected account to work for (acct_…)"),
            Setting.withDefault(
                    VERSION,
                    Setting.Kind.TEXT,
                    "2023-08-16",
                    "The API version in which records are asked for; fields that it lacks stay empty"),
            Setting.withDefault(URL, Setting.Kind.URL, "https://api.stripe.com", "Stripe's address"),
            Hooked.secret("the endpoint's signing secret (whsec_…)"),
            Hooked.url());

    static final Api API = new Api(
            access -> Addresses.of(URL, access.settings().get(URL), "https://api.stripe.com"),
            Auth.fixed(access -> Auth.Proof.bearer(access.secrets().get(KEY))),
            new Refusals(
                    "Stripe",
                    Stripe::error,
                    "Give a key that is active, and of the mode (live or test) that you mean",
                    "Grant the restricted key the permission that the message names, under Developers, API keys",
                    Refusals.Patience.orElse(PATIENCE)));

    private Stripe() {}

    private static Optional<ApiError> error(JsonNode body) {
        JsonNode error = body.path("error");
        String code = error.path("code").asString("");
        return ApiError.of(
                code.isEmpty() ? error.path("type").asString("") : code,
                error.path("message").asString(""));
    }

    static HttpRequest get(Access access, String path) {
        return versioned(access, API.request(access, "GET", path));
    }

    static HttpRequest post(Access access, String path, String form) {
        return versioned(access, API.request(access, "POST", path)).form(form);
    }

    private static HttpRequest versioned(Access access, HttpRequest request) {
        HttpRequest versioned =
                request.header("Stripe-Version", access.settings().get(VERSION));
        return access.settings()
                .find(ACCOUNT)
                .map(account -> versioned.header("Stripe-Account", account(account)))
                .orElse(versioned);
    }

    private static String account(String account) {
        if (!account.matches("acct_[A-Za-z0-9]+")) {
            throw new ConnectorException(
                    "settings.wrong", "'account' is no id of a Stripe account", "Write it as acct_1Nv0FGQ9RKHgCVdK");
        }
        return account;
    }

    /** Whether Stripe itself says that what was asked for by this parameter, or by the path, is not there. */
    static boolean missing(HttpAnswer answer) {
        return (answer.status() == 404 || answer.status() == 400)
                && API.refusals()
                        .error(answer)
                        .filter(error -> error.code().equals(MISSING))
                        .isPresent();
    }
}
