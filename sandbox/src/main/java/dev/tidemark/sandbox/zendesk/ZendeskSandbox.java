package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.kit.CommonMisbehaviour;
import dev.tidemark.sandbox.kit.ControlJson;
import dev.tidemark.sandbox.kit.Frame;
import dev.tidemark.sandbox.kit.Framed;
import dev.tidemark.sandbox.kit.Kinds;
import dev.tidemark.sandbox.kit.LateCommit;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.webhook.WebhookSender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Zendesk account behind its API, in memory: one function from a request to a response, with no sockets or clock of its own;
 * only webhooks are sent on threads. Put an {@link dev.tidemark.sandbox.http.HttpFront} before it to reach it over HTTP.
 */
public final class ZendeskSandbox extends Framed {
    /** The administrator whom the API token acts for. */
    public static final String EMAIL = "admin@tidemark.example";

    public static final String API_TOKEN = "tidemark-sandbox-api-token";

    /** The OAuth client. */
    public static final String CLIENT_ID = "tidemark-sandbox-client";

    public static final String CLIENT_SECRET = "tidemark-sandbox-secret";
    /** Good once, as each that follows it. */
    public static final String REFRESH_TOKEN = "tidemark-sandbox-refresh";

    private static final Kinds KINDS = Kinds.of(
            "\\S+ /oauth/tokens", "token",
            "\\S+ /oauth/.*", "oauth",
            "GET .*/incremental/[^/]+/cursor(\\.json)?", "exportByCursor",
            "GET .*/incremental/.*", "exportByTime",
            "GET .*/job_statuses.*", "job",
            "GET .*/search.*", "search",
            "POST .*/create_many(\\.json)?", "createMany",
            "PUT .*/update_many(\\.json)?", "updateMany",
            "POST .*/create_or_update_many(\\.json)?", "upsertMany",
            "DELETE .*/destroy_many(\\.json)?", "deleteMany",
            "GET .*/show_many(\\.json)?", "readMany",
            "\\S+ .*/webhooks.*", "webhook",
            "GET /api/v2/users/me(\\.json)?", "me",
            "GET /api/v2/([a-z_]+|slas/policies|business_hours/schedules)(\\.json)?", "list",
            "GET .*", "read",
            "POST .*", "create",
            "PUT .*", "update",
            "DELETE .*", "delete");

    private final Desk desk;
    private final SignIn signIn;
    private final Limits limits;
    private final Jobs jobs;
    private final Exports exports;
    private final Search search;
    private final Writes writes;
    private final Hooks hooks;
    private final Routes routes;
    private final Behind standIn = new Behind();
    private final Frame frame;

    public ZendeskSandbox(Settings settings) {
        desk = new Desk(settings.clock(), settings.seed());
        String admin = Seed.plant(desk, settings.seed(), settings.tickets());
        signIn = new SignIn(settings.seed(), settings.clock());
        limits = new Limits(settings.perMinute());
        jobs = new Jobs(desk, settings.seed(), settings.jobTime());
        exports = new Exports(desk);
        search = new Search(desk);
        writes = new Writes(desk, jobs);
        hooks = new Hooks(desk, settings.seed());
        routes = new Routes(desk, exports, writes, jobs, search, hooks, admin);
        frame = new Frame(standIn, settings.clock(), settings.seed());
    }

    @Override
    protected Frame frame() {
        return frame;
    }

    /** What the shared frame asks of Zendesk. */
    private final class Behind implements StandIn {
        @Override
        public String kind(Request request) {
            return KINDS.of(request);
        }

        @Override
        public Answer serve(Request request, List<Effect.Own> own) {
            return desk.store().committing(LateCommit.of(own), () -> ZendeskSandbox.this.serve(request));
        }

        @Override
        public Instant now() {
            return desk.now();
        }

        @Override
        public CommonMisbehaviour misbehaviour() {
            return new CommonMisbehaviour(new Errors(), this);
        }

        @Override
        public ObjectNode about() {
            ObjectNode about = JSON.createObjectNode()
                    .put("api", "Zendesk")
                    .put("now", desk.now().toString());
            about.put("email", EMAIL).put("apiToken", API_TOKEN);
            ObjectNode counts = about.putObject("records");
            desk.store()
                    .types()
                    .forEach(type -> counts.put(type, desk.store().newest(type).size()));
            return about;
        }

        @Override
        public List<Change> changes(long seed, int n) {
            return desk.store().locked(() -> Seed.work(desk, seed, n));
        }

        @Override
        public void expireTokens() {
            signIn.tokens().expireAll();
        }

        @Override
        public boolean set(String name, JsonNode value) {
            switch (name) {
                case "perMinute" -> limits.perMinute(value.asInt(400));
                case "exportsPerMinute" -> limits.exports(value.asInt(10));
                case "leftOutSeconds" -> exports.leaveOut(seconds(value));
                case "jobSeconds" -> jobs.time(seconds(value));
                case "searchLagSeconds" -> search.lag(seconds(value));
                case "imports" -> writes.imports(value.asBoolean(true));
                case "tokenSeconds" -> signIn.tokens().life(seconds(value));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static Duration seconds(JsonNode value) {
            return Duration.ofMillis((long) (1000 * value.asDouble(0)));
        }

        @Override
        public Optional<JsonNode> control(String line, Request request) {
            return switch (line) {
                case "POST /sandbox/scrub" -> {
                    int scrubbed =
                            desk.store().locked(() -> desk.scrub(desk.now().plusSeconds(1)));
                    yield Optional.of(ControlJson.ok().put("scrubbed", scrubbed));
                }
                case "POST /sandbox/touch" -> {
                    String ticket = ControlJson.text(ControlJson.body(request), "ticket");
                    yield Optional.of(ControlJson.done(() -> desk.touch(ticket)));
                }
                case "POST /sandbox/use" -> {
                    int n = ControlJson.body(request).path("n").asInt(1);
                    yield Optional.of(ControlJson.done(() -> limits.use(n, desk.now())));
                }
                case "POST /sandbox/tokens/revoke" -> Optional.of(ControlJson.done(signIn::revokeApiToken));
                default -> Optional.empty();
            };
        }
    }

    private Answer serve(Request request) {
        jobs.run();
        String path = request.path();
        try {
            if (path.equals("/oauth/tokens")) {
                return signIn.grant(request);
            }
            if (path.equals("/oauth/authorizations/new")) {
                return consent(request);
            }
            if (!path.startsWith("/api/v2/")) {
                throw Refusal.noEndpoint();
            }
            return api(request);
        } catch (Refusal refused) {
            return refused.answer();
        }
    }

    /** Consent is given at once. */
    private Answer consent(Request request) {
        String client = request.params().getOrDefault("client_id", "");
        String redirect = request.params().getOrDefault("redirect_uri", "");
        String mark = redirect.contains("?") ? "&" : "?";
        return Answer.empty(302)
                .with("Location", redirect + mark + "code=" + signIn.tokens().consent(client, redirect));
    }

    private Answer api(Request request) {
        String below = Routes.below(request);
        Answer answer;
        try {
            signIn.check(request);
            limits.take(request.method(), below, desk.now());
            answer = routes.answer(request, new View(base(request)));
        } catch (Refusal refused) {
            answer = refused.answer();
        }
        return limits.told(answer, request.method(), below, desk.now());
    }

    /** Where the caller reached us, for the addresses in answers. */
    private static String base(Request request) {
        String host = request.header("host");
        return host == null ? "https://sandbox.tidemark.example" : "http://" + host;
    }

    /** The records, to look at and change directly. */
    public Desk desk() {
        return desk;
    }

    /** Effects for fault rules. */
    public CommonMisbehaviour misbehaviour() {
        return standIn.misbehaviour();
    }

    /** Changes a setting, as {@code POST /sandbox/settings} does. */
    public void set(String name, double value) {
        if (!standIn.set(name, JSON.getNodeFactory().numberNode(value))) {
            throw new IllegalArgumentException("no setting is named " + name);
        }
    }

    /** The API token is good no more, as when somebody deletes it in the admin centre. */
    public void revokeApiToken() {
        signIn.revokeApiToken();
    }

    /** What sends the webhooks. */
    public WebhookSender webhooks() {
        return hooks.sender();
    }
}
