package dev.tidemark.sandbox.zendesk;

import static dev.tidemark.sandbox.zendesk.Desk.JSON;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.webhook.Hmac;
import dev.tidemark.sandbox.webhook.WebhookSender;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks: told of what happens, each signed with a secret of its own. */
final class Hooks {
    private record Hook(String id, URI to, List<String> subscriptions, String secret, ObjectNode shown) {
        boolean wants(String event) {
            return subscriptions.contains(event) || subscriptions.contains("conditional_ticket_events");
        }
    }

    private final Desk desk;
    private final Dice dice;
    private final WebhookSender sender = new WebhookSender(List.of(Duration.ofMillis(200), Duration.ofSeconds(1)));
    private final Map<String, Hook> hooks = new LinkedHashMap<>();

    Hooks(Desk desk, long seed) {
        this.desk = desk;
        this.dice = new Dice(seed);
        desk.heard(this::tell);
    }

    WebhookSender sender() {
        return sender;
    }

    ObjectNode create(Request request) {
        JsonNode asked = Writes.body(request).path("webhook");
        String endpoint = asked.path("endpoint").asString("");
        if (!endpoint.matches("https?://.+")) {
            throw Refusal.of(400, "InvalidWebhook", "endpoint must be a web address");
        }
        ObjectNode shown = ((ObjectNode) asked).deepCopy();
        String id = "01" + dice.letters(24).toUpperCase(java.util.Locale.ROOT);
        shown.put("id", id).put("status", asked.path("status").asString("active"));
        shown.put("created_at", desk.now().toString())
                .put("updated_at", desk.now().toString());
        List<String> subscriptions = new ArrayList<>();
        asked.path("subscriptions").forEach(one -> subscriptions.add(one.asString("")));
        hooks.put(id, new Hook(id, URI.create(endpoint), subscriptions, dice.letters(40), shown));
        return JSON.createObjectNode().set("webhook", shown);
    }

    private Hook hook(String id) {
        Hook hook = hooks.get(id);
        if (hook == null) {
            throw Refusal.notFound();
        }
        return hook;
    }

    ObjectNode secret(String id) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("signing_secret").put("algorithm", "SHA256").put("secret", hook(id).secret());
        return answer;
    }

    ObjectNode list() {
        ObjectNode answer = JSON.createObjectNode();
        var array = answer.putArray("webhooks");
        hooks.values().forEach(hook -> array.add(hook.shown()));
        return answer;
    }

    void delete(String id) {
        hook(id);
        hooks.remove(id);
    }

    private void tell(Desk.Happened happened) {
        String word = Writes.singular(happened.type());
        String event =
                "zen:event-type:" + word + "." + (happened.what().equals("changed") ? "updated" : happened.what());
        for (Hook hook : hooks.values()) {
            if (hook.wants(event)) {
                ObjectNode body = JSON.createObjectNode()
                        .put("type", event)
                        .put("id", dice.uuid())
                        .put("time", desk.now().toString())
                        .put("zendesk_event_version", "2022-11-06")
                        .put("subject", "zen:" + word + ":" + happened.record().id());
                body.putObject("detail").put("id", happened.record().id());
                body.putObject("event");
                sender.send(hook.to(), JSON.writeValueAsBytes(body), (to, bytes) -> headers(hook, bytes));
            }
        }
    }

    /** The signature is over the time stamp and the body, in base64. */
    private Map<String, String> headers(Hook hook, byte[] body) {
        String timestamp = desk.now().toString();
        return Map.of(
                "Content-Type",
                "application/json; charset=utf-8",
                "X-Zendesk-Webhook-Id",
                hook.id(),
                "X-Zendesk-Webhook-Signature-Timestamp",
                timestamp,
                "X-Zendesk-Webhook-Signature",
                signature(hook.secret(), timestamp, body));
    }

    static String signature(String secret, String timestamp, byte[] body) {
        return Base64.getEncoder().encodeToString(Hmac.sha256(secret, timestamp, body));
    }
}
