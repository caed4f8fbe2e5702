package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.store.StoredObject;
import dev.tidemark.sandbox.webhook.Hmac;
import dev.tidemark.sandbox.webhook.WebhookSender;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Notifications of what changed, signed with the app's secret as {@code X-Hub-Signature}. */
public final class Webhooks implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final WebhookSender sender = new WebhookSender(List.of(Duration.ofMillis(200), Duration.ofSeconds(1)));
    private final Workspace workspace;
    private final InstantSource clock;
    private final String secret;
    private volatile @Nullable URI target;
    private long number;

    Webhooks(Workspace workspace, InstantSource clock, String secret) {
        this.workspace = workspace;
        this.clock = clock;
        this.secret = secret;
    }

    /** Sends there from now on, beginning with a ping; null for nowhere. */
    public void target(@Nullable URI to) {
        target = to;
        if (to != null) {
            send(
                    to,
                    "ping",
                    JSON.createObjectNode().put("type", "ping").put("message", "something something interzen"));
        }
    }

    void heard(String topic, StoredObject object) {
        URI to = target;
        if (to != null) {
            String type = topic.substring(0, topic.indexOf('.'));
            send(to, topic, workspace.json(type, object));
        }
    }

    private void send(URI to, String topic, ObjectNode item) {
        long now = clock.instant().getEpochSecond();
        ObjectNode body = JSON.createObjectNode()
                .put("type", "notification_event")
                .put("app_id", Workspace.ID)
                .put("id", "notif_" + ++number)
                .put("topic", topic)
                .put("delivery_attempts", 1)
                .put("created_at", now);
        body.putObject("data").put("type", "notification_event_data").set("item", item);
        sender.send(
                to,
                JSON.writeValueAsBytes(body),
                (where, bytes) -> Map.of(
                        "Content-Type",
                        "application/json",
                        "X-Hub-Signature",
                        "sha1=" + HexFormat.of().formatHex(Hmac.sha1(secret, bytes))));
    }

    @Override
    public void close() {
        sender.close();
    }
}
