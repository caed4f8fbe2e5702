package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.webhook.Hmac;
import dev.tidemark.sandbox.webhook.WebhookSender;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends events to the endpoints that want them, signed as Stripe signs: {@code Stripe-Signature: t=…,v1=…}. */
final class Webhooks implements Books.Listener {
    private final Books books;
    private final InstantSource clock;
    private final WebhookSender sender = new WebhookSender(List.of(Duration.ofMillis(200), Duration.ofSeconds(1)));

    Webhooks(Books books, InstantSource clock) {
        this.books = books;
        this.clock = clock;
    }

    WebhookSender sender() {
        return sender;
    }

    @Override
    public void happened(ObjectNode event) {
        byte[] body = event.toPrettyString().getBytes(StandardCharsets.UTF_8);
        String type = event.path("type").asString("");
        for (String id : books.ids(Coll.WEBHOOKS)) {
            ObjectNode endpoint = books.newest(Coll.WEBHOOKS, id).orElseThrow();
            boolean wanted = false;
            for (JsonNode each : endpoint.path("enabled_events")) {
                wanted |= each.asString("").equals("*") || each.asString("").equals(type);
            }
            if (wanted) {
                String secret = endpoint.path("secret").asString("");
                sender.send(
                        URI.create(endpoint.path("url").asString("")),
                        body,
                        (to, bytes) -> Map.of(
                                "Content-Type",
                                "application/json; charset=utf-8",
                                "Stripe-Signature",
                                signature(secret, clock.instant().getEpochSecond(), bytes)));
            }
        }
    }

    static String signature(String secret, long at, byte[] body) {
        return "t=" + at + ",v1=" + HexFormat.of().formatHex(Hmac.sha256(secret, at + ".", body));
    }
}
