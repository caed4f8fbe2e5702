package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.Hint;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connectors.hook.Signature;
import dev.tidemark.connectors.hook.Signature.Algorithm;
import dev.tidemark.connectors.hook.Signature.Encoding;
import dev.tidemark.connectors.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Stripe's webhooks: one event each, signed in {@code Stripe-Signature: t=…,v1=…} (webhooks guide, "Verify webhook
 * signatures manually"). Which record it tells of is in the feed of events, too, and that is what the streams follow: so the
 * streams are asked for what is new.
 */
final class Webhooks {

    private Webhooks() {}

    static Heard hear(Secrets secrets, HookRequest request) throws BadPage {
        Optional<String> secret = secrets.find(Hooked.SECRET);
        if (secret.isEmpty()) {
            return new Heard.Refused("the source has no " + Hooked.SECRET);
        }
        String[] parts = request.header("Stripe-Signature").orElse("").split(",", 50);
        String time = "";
        for (String part : parts) {
            if (part.strip().matches("t=\\d{1,12}")) {
                time = part.strip().substring(2);
            }
        }
        if (time.isEmpty()) {
            return new Heard.Refused("it has no Stripe-Signature");
        }
        Signature signature = Signature.of(Algorithm.SHA256, secret.get(), Signature.bytes(time + "."), request.body());
        boolean right = false;
        // While a secret is being rolled there is a signature by each.
        for (String part : parts) {
            right |= part.strip().startsWith("v1=") && signature.is(part.strip().substring(3), Encoding.HEX);
        }
        return right
                ? new Heard.Hints(hints(request), Optional.of(Instant.ofEpochSecond(Long.parseLong(time))))
                : new Heard.Refused("its signature is not that of " + Hooked.SECRET);
    }

    private static List<Hint> hints(HookRequest request) throws BadPage {
        JsonNode event = Json.tree(request.body());
        String id = event.path("id").asString("");
        String type = event.path("type").asString("");
        if (!id.matches("[A-Za-z0-9_]{1,200}") || type.isEmpty()) {
            throw new BadPage("not an event");
        }
        return Kinds.ALL.stream()
                .filter(kind -> kind.types().contains(type) || kind.name().equals("events"))
                .<Hint>map(kind -> new Hint.OfStream(id + " " + kind.name(), kind.name()))
                .toList();
    }
}
