package dev.tidemark.sandbox.intercom;

import static dev.tidemark.sandbox.kit.ControlJson.body;
import static dev.tidemark.sandbox.kit.ControlJson.done;
import static dev.tidemark.sandbox.kit.ControlJson.object;
import static dev.tidemark.sandbox.kit.ControlJson.text;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.kit.Frame;
import dev.tidemark.sandbox.kit.Framed;
import dev.tidemark.sandbox.kit.Kinds;
import dev.tidemark.sandbox.kit.LateCommit;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.kit.Tokens;
import dev.tidemark.sandbox.store.StoredObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An Intercom workspace behind its API, in memory: one function from a request to a response. */
public final class IntercomSandbox extends Framed {
    /** The access token of a private app: it does not expire. */
    public static final String TOKEN = "dG9rOnRpZGVtYXJrLXNhbmRib3g=";

    /** The app's secret, with which webhooks are signed. */
    public static final String CLIENT_SECRET = "tidemark-sandbox-secret";

    private static final Kinds KINDS = Kinds.of(
            "POST /[a-z]+/search", "search",
            "GET /companies/scroll", "scroll",
            "POST /companies/list", "list",
            "GET /(contacts|companies|conversations)", "list",
            "GET /(admins|teams|tags|segments|me)", "few",
            "GET /[a-z]+/[^/]+", "read",
            "POST /(contacts|companies|tags)", "create",
            "PUT /.*", "update",
            "DELETE /.*", "delete");

    private final Workspace workspace;
    private final Tokens tokens;
    private final Limits limits;
    private final Scrolls scrolls;
    private final Webhooks webhooks;
    private final Rest rest;
    private final Behind standIn = new Behind();
    private final Frame frame;

    public IntercomSandbox(Settings settings) {
        InstantSource clock = settings.clock();
        workspace = new Workspace(settings);
        tokens = new Tokens(settings.seed(), clock, Duration.ofDays(3650));
        tokens.allow(TOKEN);
        limits = new Limits(clock);
        scrolls = new Scrolls(workspace, clock, settings.seed());
        webhooks = new Webhooks(workspace, clock, CLIENT_SECRET);
        rest = new Rest(workspace, tokens, limits, scrolls);
        new Population(workspace, settings.seed()).fill(settings.size());
        workspace.listen(webhooks::heard);
        frame = new Frame(standIn, clock, settings.seed());
    }

    @Override
    protected Frame frame() {
        return frame;
    }

    private final class Behind implements StandIn {
        @Override
        public String kind(Request request) {
            return KINDS.of(request);
        }

        @Override
        public Answer serve(Request request, List<Effect.Own> own) {
            return rest.handle(request, LateCommit.of(own));
        }

        @Override
        public Instant now() {
            return workspace.store().now();
        }

        @Override
        public Misbehaviour misbehaviour() {
            return new Misbehaviour(this, scrolls::expire);
        }

        @Override
        public ObjectNode about() {
            ObjectNode about = object();
            about.put("now", workspace.store().now().toString());
            about.put("zone", workspace.zone().toString());
            ObjectNode counts = about.putObject("objects");
            workspace
                    .store()
                    .types()
                    .forEach(type -> counts.put(type, workspace.live(type).size()));
            return about;
        }

        @Override
        public List<Change> changes(long seed, int n) {
            return new Population(workspace, seed).changes(n);
        }

        @Override
        public void expireTokens() {
            tokens.expireAll();
        }

        @Override
        public boolean set(String name, JsonNode value) {
            switch (name) {
                case "requestsPerWindow" -> limits.perWindow(value.asInt());
                case "pageSize" -> rest.pageSize(value.asInt());
                case "loneCompany" -> rest.loneCompany(value.asBoolean());
                case "searchLagSeconds" -> workspace.searchLag(Duration.ofMillis((long) (1000 * value.asDouble())));
                case "scrollSeconds" -> scrolls.life(Duration.ofSeconds(value.asLong()));
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Optional<JsonNode> control(String line, Request request) {
            return switch (line) {
                case "POST /sandbox/webhooks" ->
                    Optional.of(done(() -> webhooks.target(URI.create(text(body(request), "url")))));
                case "DELETE /sandbox/webhooks" -> Optional.of(done(() -> webhooks.target(null)));
                default -> Optional.empty();
            };
        }
    }

    /** What lives of a type: contact, company, conversation, admin, team, tag, segment. */
    public List<StoredObject> live(String type) {
        return workspace.live(type);
    }

    /** Makes something as a person would, of fields that are not checked. */
    public StoredObject create(String type, ObjectNode fields) {
        return workspace.create(
                type,
                type.equals(Workspace.CONTACT)
                        ? Population.contact(fields)
                        : type.equals(Workspace.COMPANY) ? Population.company(fields) : fields);
    }

    /** Changes something as a person would. */
    public StoredObject update(String type, String id, ObjectNode fields) {
        return workspace.update(type, id, fields);
    }

    /** A part more in a conversation. */
    public void reply(String conversation, String text) {
        Population.reply(workspace, conversation, text);
    }

    /** Deletes something as a person would. */
    public void delete(String type, String id) {
        workspace.delete(type, id);
    }

    public Tokens tokens() {
        return tokens;
    }

    public Limits limits() {
        return limits;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** How long the index of the search lags behind; a minute until told otherwise. */
    public void searchLag(Duration lag) {
        workspace.searchLag(lag);
    }

    /** Whether a company that is asked for by its {@code company_id} is answered by itself, and not in a list. */
    public void loneCompany(boolean lone) {
        rest.loneCompany(lone);
    }

    /** The most objects that a page has; 150 until told otherwise. */
    public void pageSize(int most) {
        rest.pageSize(most);
    }

    /** Effects for fault rules. */
    public Misbehaviour misbehaviour() {
        return standIn.misbehaviour();
    }
}
