package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.store.StoredObject;
import dev.tidemark.sandbox.webhook.Hmac;
import dev.tidemark.sandbox.webhook.WebhookSender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Webhooks as Airtable has them: a ping without data says that there is something, and the payloads are asked for by a
 * cursor. A webhook ends after seven days unless it is refreshed, and payloads are kept for as long.
 */
public final class Webhooks implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIFE = Duration.ofDays(7);
    private static final int MOST_PAYLOADS = 50;

    /** Who changed something, in Airtable's word. */
    enum Source {
        PUBLIC_API("publicApi"),
        /** A person, in the browser. */
        CLIENT("client");

        private final String word;

        Source(String word) {
            this.word = word;
        }
    }

    private record Payload(Instant at, ObjectNode told) {}

    private static final class Hook {
        final String id;
        final byte[] secret;
        final ObjectNode specification;
        final @Nullable URI address;
        /** Those that are kept still; {@code forgotten} of them came before. */
        final List<Payload> payloads = new ArrayList<>();

        int forgotten;
        Instant until;
        boolean notifies = true;

        Hook(String id, byte[] secret, ObjectNode specification, @Nullable URI address, Instant until) {
            this.id = id;
            this.secret = secret.clone();
            this.specification = specification;
            this.address = address;
            this.until = until;
        }
    }

    private final String base;
    private final InstantSource clock;
    private final Ids ids;
    private final Map<String, Hook> hooks = new LinkedHashMap<>();
    private final WebhookSender sender = new WebhookSender(List.of(Duration.ofMillis(100), Duration.ofSeconds(1)));
    private int transaction;

    Webhooks(String base, InstantSource clock, Ids ids) {
        this.base = base;
        this.clock = clock;
        this.ids = ids;
    }

    /** {@code /v0/bases/…/webhooks} and below. */
    JsonNode handle(Request request, List<String> below) {
        hooks.values().forEach(this::forget);
        String line = request.method() + (below.size() > 1 ? " " + below.get(1) : below.isEmpty() ? "" : " one");
        return switch (line) {
            case "GET" -> list();
            case "POST" -> create(request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body()));
            case "GET payloads" -> payloads(the(below), Query.of(request.target()));
            case "POST refresh" -> {
                Hook hook = the(below);
                hook.until = clock.instant().plus(LIFE);
                yield JSON.createObjectNode().put("expirationTime", Records.time(hook.until));
            }
            case "POST enableNotifications" -> {
                the(below).notifies =
                        JSON.readTree(request.body()).path("enable").asBoolean(true);
                yield JSON.createObjectNode();
            }
            case "DELETE one" -> {
                hooks.remove(the(below).id);
                yield JSON.createObjectNode();
            }
            default -> throw Refused.notFound();
        };
    }

    /** Payloads older than seven days are no more; the numbers of the others stay. */
    private void forget(Hook hook) {
        Instant oldest = clock.instant().minus(LIFE);
        while (!hook.payloads.isEmpty() && hook.payloads.getFirst().at().isBefore(oldest)) {
            hook.payloads.removeFirst();
            hook.forgotten++;
        }
    }

    private Hook the(List<String> below) {
        Hook hook = hooks.get(below.getFirst());
        if (hook == null || hook.until.isBefore(clock.instant())) {
            throw Refused.notFound();
        }
        return hook;
    }

    private JsonNode create(JsonNode body) {
        if (!body.path("specification")
                .path("options")
                .path("filters")
                .path("dataTypes")
                .isArray()) {
            throw Refused.invalid("specification.options.filters.dataTypes is needed");
        }
        String address = body.path("notificationUrl").asString("");
        var hook = new Hook(
                ids.next("ach"),
                ids.next("").getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                (ObjectNode) body.path("specification"),
                address.isEmpty() ? null : URI.create(address),
                clock.instant().plus(LIFE));
        hooks.put(hook.id, hook);
        return JSON.createObjectNode()
                .put("id", hook.id)
                .put("macSecretBase64", Base64.getEncoder().encodeToString(hook.secret))
                .put("expirationTime", Records.time(hook.until));
    }

    private JsonNode list() {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.putArray("webhooks");
        for (Hook hook : hooks.values()) {
            ObjectNode one = list.addObject().put("id", hook.id);
            one.set("specification", hook.specification);
            one.put("notificationUrl", hook.address == null ? null : hook.address.toString())
                    .put("cursorForNextPayload", hook.forgotten + hook.payloads.size() + 1)
                    .putNull("lastNotificationResult")
                    .put("areNotificationsEnabled", hook.notifies)
                    .putNull("lastSuccessfulNotificationTime")
                    .put("isHookEnabled", !hook.until.isBefore(clock.instant()))
                    .put("expirationTime", Records.time(hook.until));
        }
        return body;
    }

    /** From the number that the cursor is on: one of those that are forgotten stands for the oldest that is kept. */
    private static JsonNode payloads(Hook hook, Query query) {
        int known = hook.forgotten + hook.payloads.size();
        int asked = query.number("cursor", 1);
        int most = query.number("limit", MOST_PAYLOADS);
        if (asked < 1 || most < 1) {
            throw Refused.invalid("cursor and limit must be 1 or more");
        }
        int from = Math.max(asked, hook.forgotten + 1);
        int to = Math.min(known, from - 1 + Math.min(MOST_PAYLOADS, most));
        ObjectNode body = JSON.createObjectNode();
        ArrayNode list = body.putArray("payloads");
        for (int number = from; number <= to; number++) {
            list.add(hook.payloads.get(number - 1 - hook.forgotten).told());
        }
        return body.put("cursor", Math.max(from, to + 1))
                .put("mightHaveMore", to < known)
                .put("payloadFormat", "v0");
    }

    void created(Table table, StoredObject record, Source source) {
        tell(table, source, changes -> {
            ObjectNode one = changes.putObject("createdRecordsById").putObject(record.id());
            one.put("createdTime", Records.time(record.created()));
            byId(one.putObject("cellValuesByFieldId"), table, record.body());
        });
    }

    void changed(Table table, StoredObject record, ObjectNode cells, Source source) {
        tell(
                table,
                source,
                changes -> byId(
                        changes.putObject("changedRecordsById")
                                .putObject(record.id())
                                .putObject("current")
                                .putObject("cellValuesByFieldId"),
                        table,
                        cells));
    }

    void deleted(Table table, String id, Source source) {
        tell(table, source, changes -> changes.putArray("destroyedRecordIds").add(id));
    }

    private static void byId(ObjectNode into, Table table, ObjectNode cells) {
        cells.properties()
                .forEach(cell ->
                        table.column(cell.getKey()).ifPresent(column -> into.set(column.id(), cell.getValue())));
    }

    private void tell(Table table, Source source, java.util.function.Consumer<ObjectNode> changes) {
        transaction++;
        for (Hook hook : hooks.values()) {
            ObjectNode payload = JSON.createObjectNode()
                    .put("timestamp", Records.time(clock.instant()))
                    .put("baseTransactionNumber", transaction);
            payload.putObject("actionMetadata")
                    .put("source", source.word)
                    .putObject("sourceMetadata")
                    .putObject("user")
                    .put("id", "usr" + Ids.of("me"))
                    .put("email", "ada@sandbox.example")
                    .put("permissionLevel", "create")
                    .put("name", "Ada")
                    .put("profilePicUrl", "https://files.example/ada.png");
            payload.put("payloadFormat", "v0");
            changes.accept(payload.putObject("changedTablesById").putObject(table.id()));
            hook.payloads.add(new Payload(clock.instant(), payload));
            ping(hook);
        }
    }

    private void ping(Hook hook) {
        if (hook.address == null || !hook.notifies) {
            return;
        }
        ObjectNode body = JSON.createObjectNode();
        body.putObject("base").put("id", base);
        body.putObject("webhook").put("id", hook.id);
        body.put("timestamp", Records.time(clock.instant()));
        sender.send(hook.address, JSON.writeValueAsBytes(body), (to, bytes) -> {
            String mac = "hmac-sha256=" + HexFormat.of().formatHex(Hmac.sha256(hook.secret, bytes));
            return Map.of("Content-Type", "application/json", "X-Airtable-Content-MAC", mac);
        });
    }

    @Override
    public void close() {
        sender.close();
    }
}
