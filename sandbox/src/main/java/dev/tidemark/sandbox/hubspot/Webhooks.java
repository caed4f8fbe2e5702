package dev.tidemark.sandbox.hubspot;

import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.webhook.Hmac;
import dev.tidemark.sandbox.webhook.WebhookSender;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells an address of what happens: batches of up to 100 events, in no order, some of them twice, signed by version 3 of
 * HubSpot's signatures. Events gather until {@link #flush}.
 */
public final class Webhooks implements AutoCloseable {
    /** A subscriber that verifies must refuse an older one than this. */
    public static final Duration VALID = Duration.ofMinutes(5);

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_IN_BATCH = 100;
    private static final int APP_ID = 18_221_010;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<ObjectNode> waiting = new ArrayList<>();
    private final InstantSource clock;
    private final String secret;
    private final Dice dice;
    private @Nullable URI target;
    private @Nullable WebhookSender sender;
    private long lastEvent;

    Webhooks(InstantSource clock, String secret, long seed) {
        this.clock = clock;
        this.secret = secret;
        this.dice = new Dice(seed);
    }

    /** From now on events gather, to be sent here; null for nowhere. */
    public void target(@Nullable URI to) {
        lock.lock();
        try {
            target = to;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    void heard(Portal.Event event) {
        lock.lock();
        try {
            if (target == null) {
                return;
            }
            if (event.what().equals("propertyChange")) {
                event.changed()
                        .forEach((name, value) -> waiting.add(
                                json(event).put("propertyName", name).put("propertyValue", value)));
            } else {
                waiting.add(json(event).put("changeFlag", event.what().equals("creation") ? "CREATED" : "DELETED"));
            }
        } finally {
            lock.unlock();
        }
    }

    private ObjectNode json(Portal.Event event) {
        return JSON.createObjectNode()
                .put("eventId", ++lastEvent)
                .put("subscriptionId", 1_000 + Math.floorMod(event.type().name().hashCode(), 1_000))
                .put("portalId", Portal.ID)
                .put("appId", APP_ID)
                .put("occurredAt", event.at().toEpochMilli())
                .put("subscriptionType", event.type().singular().toLowerCase(Locale.ROOT) + "." + event.what())
                .put("attemptNumber", 0)
                .put("objectId", Long.parseLong(event.id()))
                .put("changeSource", "CRM_UI")
                .put("sourceId", "userId:88842095");
    }

    /** Sends what has gathered, shuffled, a tenth of it twice. Returns how many events that is. */
    public int flush() {
        List<ObjectNode> events;
        URI to;
        lock.lock();
        try {
            to = target;
            events = new ArrayList<>(waiting);
            waiting.clear();
            if (to == null || events.isEmpty()) {
                return 0;
            }
            events.addAll(events.stream().filter(event -> dice.percent(10)).toList());
            for (int i = events.size() - 1; i > 0; i--) {
                events.set(i, events.set(dice.below(i + 1), events.get(i)));
            }
            if (sender == null) {
                sender = new WebhookSender(
                        List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5)));
            }
            for (int from = 0; from < events.size(); from += MOST_IN_BATCH) {
                ArrayNode batch = JSON.createArrayNode();
                events.subList(from, Math.min(events.size(), from + MOST_IN_BATCH))
                        .forEach(batch::add);
                sender.send(to, JSON.writeValueAsBytes(batch), this::signed);
            }
        } finally {
            lock.unlock();
        }
        return events.size();
    }

    /** The sender, once something was sent. */
    public @Nullable WebhookSender sender() {
        lock.lock();
        try {
            return sender;
        } finally {
            lock.unlock();
        }
    }

    private Map<String, String> signed(URI to, byte[] body) {
        String timestamp = String.valueOf(clock.instant().toEpochMilli());
        return Map.of(
                "Content-Type",
                "application/json",
                "X-HubSpot-Request-Timestamp",
                timestamp,
                "X-HubSpot-Signature-v3",
                signature(secret, "POST", to, body, timestamp));
    }

    /** HMAC-SHA256 of method, address, body and timestamp, in base64. */
    public static String signature(String secret, String method, URI to, byte[] body, String timestamp) {
        byte[] mac = Hmac.sha256(
                secret.getBytes(StandardCharsets.UTF_8),
                (method + to).getBytes(StandardCharsets.UTF_8),
                body,
                timestamp.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(mac);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (sender != null) {
                sender.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
