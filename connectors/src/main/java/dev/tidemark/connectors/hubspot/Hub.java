package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connectors.rest.Addresses;
import dev.tidemark.connectors.rest.Api;
import dev.tidemark.connectors.rest.ApiError;
import dev.tidemark.connectors.rest.Auth;
import dev.tidemark.connectors.rest.OAuth;
import dev.tidemark.connectors.rest.Refusals;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** HubSpot's API: where it is, how requests are signed, what its refusals mean, what an account is set to. */
final class Hub {

    private static final String URL = "url";
    private static final String TOKEN = "token";
    private static final String CLIENT_ID = "client_id";
    private static final String DELETES = "deletes";
    private static final String ASSOCIATIONS = "associations";
    private static final String HISTORY = "history";

    static final List<Setting> SETTINGS = List.of(
            Setting.withDefault(URL, Kind.URL, "https://api.hubapi.com", "Where HubSpot's API is"),
            Setting.optional(TOKEN, Kind.SECRET, "The access token of a private app"),
            Setting.optional(CLIENT_ID, Kind.TEXT, "Instead of a token: the client ID of a public app"),
            Setting.optional(OAuth.CLIENT_SECRET, Kind.SECRET, "With client_id: the app's client secret"),
            Setting.optional(
                    OAuth.REFRESH_TOKEN, Kind.SECRET, "With client_id: the refresh token that a user's consent gave"),
            Setting.choice(
                    DELETES,
                    "archived",
                    Set.of("archived", "off"),
                    "archived: each pass also lists archived records, one request for 100 of them, and so sees deletes;"
                            + " off: it does not"),
            Setting.choice(
                    ASSOCIATIONS,
                    "pairs",
                    Set.of("pairs", "lists", "off"),
                    "What the streams of associations hold: pairs, a row for each association; lists, a row for each"
                            + " record with all that it is associated with; off: there are none"),
            Setting.withDefault(
                    HISTORY,
                    Kind.TEXT,
                    "dealstage, pipeline, amount, closedate, lifecyclestage, hs_lead_status, hs_pipeline,"
                            + " hs_pipeline_stage, hs_ticket_priority",
                    "The properties whose former values the streams TYPE_property_history hold, with commas"),
            Hooked.secret("the app's client secret; client_secret is taken where this is not given"),
            Hooked.url());

    /** A limit in a day is counted until midnight of the account's time zone, which no answer tells. */
    private static final Duration UNTIL_ANOTHER_DAY = Duration.ofMinutes(15);

    private static final Refusals REFUSALS = new Refusals(
            "HubSpot",
            Hub::error,
            "Check the token of the private app, or client_id, client_secret and refresh_token of the public app, and"
                    + " that the app is still installed in this account",
            "Give the app the scopes that this needs (Settings, Integrations, Private Apps, Scopes)",
            (answer, error) -> answer.retryAfter()
                    .orElse(
                            switch (error.map(ApiError::code).orElse("")) {
                                case "SECONDLY" -> Duration.ofSeconds(1);
                                case "TEN_SECONDLY_ROLLING" -> Duration.ofSeconds(10);
                                case "DAILY" -> UNTIL_ANOTHER_DAY;
                                default -> Duration.ofMinutes(1);
                            }));

    private static final OAuth OAUTH = new OAuth(
            access -> URI.create(base(access).toString().replaceAll("/+$", "") + "/oauth/v1/token"),
            access -> access.settings().get(CLIENT_ID),
            REFUSALS,
            false);

    private static final Auth PRIVATE_APP =
            Auth.fixed(access -> Auth.Proof.bearer(access.secrets().get(TOKEN)));

    static final Api API = new Api(Hub::base, Auth.chosen(Hub::signing), REFUSALS);

    private Hub() {}

    /** A private app's token where there is one, else a public app's session. */
    private static Auth signing(Access access) {
        if (access.secrets().find(TOKEN).isPresent()) {
            return PRIVATE_APP;
        }
        if (access.settings().find(CLIENT_ID).isPresent()) {
            return OAUTH;
        }
        throw new ConnectorException(
                "settings.missing",
                "the account has neither 'token' nor 'client_id'",
                "Give the token of a private app, or client_id, client_secret and refresh_token of a public one");
    }

    private static URI base(Access access) {
        return Addresses.of(URL, access.settings().get(URL), "https://api.hubapi.com");
    }

    /** The properties whose histories are read, of whatever types have them. */
    static List<String> histories(Access access) {
        return Arrays.stream(access.settings().get(HISTORY).split("[,\\s]+", -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    static boolean listsArchived(Access access) {
        return access.settings().get(DELETES).equals("archived");
    }

    /** How associations are read; empty where they are not. */
    static Optional<Associations> associations(Access access) {
        return switch (access.settings().get(ASSOCIATIONS)) {
            case "pairs" -> Optional.of(Associations.PAIRS);
            case "lists" -> Optional.of(Associations.LISTS);
            default -> Optional.empty();
        };
    }

    /** What a row of a stream of associations is. */
    enum Associations {
        PAIRS,
        LISTS
    }

    /** {@code {"status":"error","message":…,"category":…}}; a limit is named by its policy, a sign-in's error by its status. */
    private static Optional<ApiError> error(JsonNode body) {
        String policy = body.path("policyName").asString("");
        String category = body.path("category").asString("");
        String status = body.path("status").asString("");
        String code = !policy.isEmpty() ? policy : !category.isEmpty() ? category : status;
        String message = body.path("message").asString("");
        return message.isEmpty() ? Optional.empty() : ApiError.of(code, message);
    }

    /**
     * A page of which nobody knows how many are to come.
     *
     * @param format what it holds, and of what
     */
    static Answer page(String format, HttpAnswer answer, byte[] body, Next next) {
        return new Answer.Page(
                new RawPage("json;" + format, body),
                next,
                answer.serverTimeBefore(),
                limits(answer),
                OptionalLong.empty());
    }

    /** Of the day, where the answer tells: an app of a public account has no such limit. */
    static Limits limits(HttpAnswer answer) {
        long allowed = number(answer, "X-HubSpot-RateLimit-Daily");
        long left = number(answer, "X-HubSpot-RateLimit-Daily-Remaining");
        return allowed > 0 && left >= 0 && left <= allowed
                ? Limits.used(allowed - left, allowed, Duration.ofDays(1))
                : Limits.UNKNOWN;
    }

    private static long number(HttpAnswer answer, String header) {
        String text = answer.header(header).orElse("");
        return text.matches("\\d{1,12}") ? Long.parseLong(text) : -1;
    }
}
