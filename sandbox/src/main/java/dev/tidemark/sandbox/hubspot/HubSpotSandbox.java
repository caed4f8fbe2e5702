package dev.tidemark.sandbox.hubspot;

import static dev.tidemark.sandbox.kit.ControlJson.body;
import static dev.tidemark.sandbox.kit.ControlJson.done;
import static dev.tidemark.sandbox.kit.ControlJson.object;
import static dev.tidemark.sandbox.kit.ControlJson.ok;
import static dev.tidemark.sandbox.kit.ControlJson.text;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.CrmSeed;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Owner;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import dev.tidemark.sandbox.hubspot.rest.Limits;
import dev.tidemark.sandbox.hubspot.rest.Rest;
import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.kit.Frame;
import dev.tidemark.sandbox.kit.Framed;
import dev.tidemark.sandbox.kit.Kinds;
import dev.tidemark.sandbox.kit.LateCommit;
import dev.tidemark.sandbox.kit.StandIn;
import dev.tidemark.sandbox.kit.Tokens;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A HubSpot account behind its API, in memory: one function from a request to a response, with no sockets, threads or clock
 * of its own (webhooks aside, once there is an address for them).
 */
public final class HubSpotSandbox extends Framed {
    /** The token of the private app: it does not expire. */
    public static final String PRIVATE_APP_TOKEN = "pat-eu1-tidemark-sandbox";

    /** The public app, and the refresh token that a person's consent gave it. */
    public static final String CLIENT_ID = "tidemark-sandbox-client";

    public static final String CLIENT_SECRET = "tidemark-sandbox-secret";
    public static final String REFRESH_TOKEN = "tidemark-sandbox-refresh";

    private static final Kinds KINDS = Kinds.of(
            "POST /oauth/v1/token", "token",
            "\\S+ /oauth/.*", "oauth",
            "\\S+ /crm/v3/objects/[^/]+/search", "search",
            "POST .*/batch/read", "batchRead",
            "POST .*/batch/create", "batchCreate",
            "POST .*/batch/update", "batchUpdate",
            "POST .*/batch/upsert", "batchUpsert",
            "POST .*/batch/archive", "batchArchive",
            "GET /crm/v3/objects/[^/]+", "list",
            "POST /crm/v3/objects/[^/]+", "create",
            "GET /crm/v3/objects/.*", "read",
            "PATCH /crm/v3/objects/.*", "update",
            "DELETE /crm/v3/objects/.*", "archive",
            "\\S+ /crm/v3/properties.*", "properties",
            "\\S+ .*/v3/schemas.*", "schemas",
            "\\S+ /crm/v3/owners.*", "owners",
            "\\S+ /crm/v3/pipelines/.*", "pipelines",
            "\\S+ /crm/v3/lists/[^/]+/memberships.*", "memberships",
            "\\S+ /crm/v3/lists.*", "lists",
            "\\S+ /crm/v4/.*", "associations",
            "\\S+ /account-info/.*", "account");

    private final Portal portal;
    private final Tokens tokens;
    private final Limits limits = new Limits();
    private final List<Owner> owners;
    private final Rest rest;
    private final Webhooks webhooks;
    private final Behind standIn = new Behind();
    private final Frame frame;

    public HubSpotSandbox(Settings settings) {
        InstantSource clock = settings.clock();
        portal = new Portal(settings.seed(), clock);
        tokens = new Tokens(settings.seed(), clock, Duration.ofMinutes(30));
        tokens.allow(PRIVATE_APP_TOKEN);
        tokens.allow(CLIENT_ID, CLIENT_SECRET);
        tokens.allowRefresh(CLIENT_ID, REFRESH_TOKEN);
        owners = CrmSeed.fill(portal, settings.seed(), settings.size());
        rest = new Rest(portal, tokens, limits, owners, settings.seed());
        webhooks = new Webhooks(clock, CLIENT_SECRET, settings.seed());
        portal.listen(webhooks::heard);
        frame = new Frame(standIn, clock, settings.seed());
    }

    @Override
    public Response handle(Request request) {
        Response response = super.handle(request);
        webhooks.flush();
        return response;
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
            return portal.now();
        }

        @Override
        public Misbehaviour misbehaviour() {
            return new Misbehaviour(this);
        }

        @Override
        public ObjectNode about() {
            ObjectNode about = object();
            about.put("now", portal.now().toString());
            ObjectNode records = about.putObject("records");
            ObjectNode archived = about.putObject("archived");
            for (ObjectType type : portal.types()) {
                long gone = portal.store().newest(type.name()).stream()
                        .filter(record -> record.isDeleted())
                        .count();
                records.put(type.name(), portal.store().newest(type.name()).size() - gone);
                archived.put(type.name(), gone);
            }
            about.put("owners", owners.size());
            about.put("requestsToday", limits.daily().used(portal.now()));
            return about;
        }

        @Override
        public List<Change> changes(long seed, int n) {
            return CrmSeed.changes(portal, seed, n, owners);
        }

        @Override
        public void expireTokens() {
            tokens.expireAll();
        }

        @Override
        public boolean set(String name, JsonNode value) {
            switch (name) {
                case "burstLimit" -> limits.burst().max(value.asInt());
                case "dailyLimit" -> limits.daily().max(value.asInt());
                case "searchLimit" -> limits.searches().max(value.asInt());
                case "indexLagSeconds" -> portal.indexLag(Duration.ofMillis((long) (1000 * value.asDouble())));
                case "associationsInLists" -> rest.mostLinks(value.asInt());
                case "tokenSeconds" -> tokens.life(Duration.ofSeconds(value.asLong()));
                case "refreshOnce" -> tokens.refreshOnce(value.asBoolean());
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Optional<JsonNode> control(String line, Request request) {
            try {
                return switch (line) {
                    case "POST /sandbox/webhooks" -> {
                        webhooks.target(URI.create(text(body(request), "url")));
                        yield Optional.of(ok());
                    }
                    case "DELETE /sandbox/webhooks" -> Optional.of(done(() -> webhooks.target(null)));
                    case "POST /sandbox/restore" -> Optional.of(done(() -> portal.restore(type(request), id(request))));
                    case "POST /sandbox/erase" -> Optional.of(done(() -> portal.erase(type(request), id(request))));
                    case "POST /sandbox/merge" ->
                        Optional.of(done(() -> portal.merge(
                                type(request), text(body(request), "winner"), text(body(request), "loser"))));
                    default -> Optional.empty();
                };
            } catch (Refused refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
        }

        private ObjectType type(Request request) {
            return portal.the(text(body(request), "type"));
        }

        private String id(Request request) {
            return text(body(request), "id");
        }
    }

    /** The records, types and associations, to read and change directly. */
    public Portal portal() {
        return portal;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Limits limits() {
        return limits;
    }

    public List<Owner> owners() {
        return owners;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** How many associations of a type a record in a list tells at once; 100 until told otherwise. */
    public void associationsInLists(int most) {
        rest.mostLinks(most);
    }

    /** Effects for fault rules. */
    public Misbehaviour misbehaviour() {
        return standIn.misbehaviour();
    }
}
