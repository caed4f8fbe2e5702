package dev.tidemark.sandbox.airtable;

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
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An Airtable base behind its API, in memory: one function from a request to a response. */
public final class AirtableSandbox extends Framed {
    /** The base. */
    public static final String BASE = "appTidemarkSandbox1";

    /** A personal access token: it does not expire. */
    public static final String TOKEN = "patTidemarkSandbox.0123456789abcdef";

    /** An OAuth integration, and the refresh token that a person's consent gave it; each is good once. */
    public static final String CLIENT_ID = "tidemark-sandbox-client";

    public static final String CLIENT_SECRET = "tidemark-sandbox-secret";
    public static final String REFRESH_TOKEN = "tidemark-sandbox-refresh";

    private static final Kinds KINDS = Kinds.of(
            "POST /oauth2/v1/token", "token",
            "GET /v0/meta/.*", "meta",
            "GET /v0/bases/[^/]+/webhooks/[^/]+/payloads", "payloads",
            "\\S+ /v0/bases/[^/]+/webhooks.*", "webhooks",
            "POST /v0/[^/]+/[^/]+/listRecords", "list",
            "GET /v0/[^/]+/[^/]+/?", "list",
            "GET /v0/[^/]+/[^/]+/[^/]+", "read",
            "POST /v0/[^/]+/[^/]+/?", "create",
            "(PATCH|PUT) /v0/.*", "update",
            "DELETE /v0/.*", "delete");

    private final Schema schema = new Schema();
    private final Records records;
    private final Tokens tokens;
    private final Limits limits;
    private final Webhooks webhooks;
    private final Rest rest;
    private final Behind standIn = new Behind();
    private final Frame frame;

    public AirtableSandbox(Settings settings) {
        InstantSource clock = settings.clock();
        records = new Records(clock, settings.seed());
        tokens = new Tokens(settings.seed(), clock, Duration.ofMinutes(60));
        tokens.allow(TOKEN);
        tokens.allow(CLIENT_ID, CLIENT_SECRET);
        tokens.allowRefresh(CLIENT_ID, REFRESH_TOKEN);
        tokens.refreshOnce(true);
        limits = new Limits(clock);
        webhooks = new Webhooks(BASE, clock, new Ids(new Dice(settings.seed() ^ 0xB00C)));
        rest = new Rest(BASE, schema, records, tokens, limits, webhooks);
        new Population(schema, records, settings.seed()).fill(settings.size());
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
            return records.store().now();
        }

        @Override
        public Misbehaviour misbehaviour() {
            return new Misbehaviour(this, records::expireIterators);
        }

        @Override
        public ObjectNode about() {
            ObjectNode about = object();
            about.put("now", records.store().now().toString());
            about.put("base", BASE);
            ObjectNode counts = about.putObject("records");
            for (Table table : schema.tables()) {
                counts.put(table.name(), live(table.name()).size());
            }
            return about;
        }

        @Override
        public List<Change> changes(long seed, int n) {
            return records.store().locked(() -> new Population(schema, records, seed).changes(n, webhooks));
        }

        @Override
        public void expireTokens() {
            tokens.expireAll();
        }

        @Override
        public boolean set(String name, JsonNode value) {
            switch (name) {
                case "requestsPerSecond" -> limits.perBase(value.asInt());
                case "penaltySeconds" -> limits.penalty(Duration.ofSeconds(value.asLong()));
                case "pageSize" -> rest.pageSize(value.asInt());
                case "iteratorSeconds" -> records.iteratorLife(Duration.ofSeconds(value.asLong()));
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
            return switch (line) {
                case "POST /sandbox/field" ->
                    Optional.of(done(() -> addField(
                            text(body(request), "table"), text(body(request), "name"), text(body(request), "type"))));
                case "POST /sandbox/remove-field" ->
                    Optional.of(done(() -> removeField(text(body(request), "table"), text(body(request), "name"))));
                default -> Optional.empty();
            };
        }
    }

    /** The records of a table that live, in its order. */
    public List<StoredObject> live(String table) {
        return records.store().newest(schema.the(table).id()).stream()
                .filter(record -> !record.isDeleted())
                .toList();
    }

    /** Deletes a record as a person would. */
    public void delete(String table, String id) {
        Table of = schema.the(table);
        records.store().locked(() -> {
            webhooks.deleted(of, records.store().delete(of.id(), id).id(), Webhooks.Source.CLIENT);
            return null;
        });
    }

    /** Makes a record as a person would, of cells that are not checked. */
    public StoredObject create(String table, ObjectNode cells) {
        Table of = schema.the(table);
        return records.store().locked(() -> {
            StoredObject made = records.create(of, cells);
            webhooks.created(of, made, Webhooks.Source.CLIENT);
            return made;
        });
    }

    /** Changes a record as a person would. */
    public void update(String table, String id, String field, String value) {
        Table of = schema.the(table);
        records.store().locked(() -> {
            StoredObject changed = records.store().update(of.id(), id, body -> body.put(field, value));
            webhooks.changed(of, changed, object().put(field, value), Webhooks.Source.CLIENT);
            return null;
        });
    }

    public void addField(String table, String name, String type) {
        schema.addField(table, name, type);
    }

    public void removeField(String table, String name) {
        schema.removeField(table, name);
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

    /** The most records that a page has; 100 until told otherwise. */
    public void pageSize(int most) {
        rest.pageSize(most);
    }

    /** Effects for fault rules. */
    public Misbehaviour misbehaviour() {
        return standIn.misbehaviour();
    }
}
