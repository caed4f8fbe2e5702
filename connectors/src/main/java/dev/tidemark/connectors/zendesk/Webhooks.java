package dev.tidemark.connectors.zendesk;

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
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Zendesk's webhooks: events of one record each, signed over time stamp and body ("Verifying webhook authenticity"). Of
 * deletes they hint at nothing: only exports tell of those, and exports leave the last minute out, whoever asks sooner.
 */
final class Webhooks {

    private static final Map<String, String> STREAMS =
            Map.of("ticket", Feeds.TICKETS, "user", Feeds.USERS, "organization", Feeds.ORGANIZATIONS);

    private static final Set<String> DELETES = Set.of("deleted", "soft_deleted", "permanently_deleted");

    private Webhooks() {}

    static Heard hear(Secrets secrets, HookRequest request) throws BadPage {
        Optional<String> secret = secrets.find(Hooked.SECRET);
        if (secret.isEmpty()) {
            return new Heard.Refused("the source has no " + Hooked.SECRET);
        }
        String time = request.header("X-Zendesk-Webhook-Signature-Timestamp").orElse("");
        boolean right = Signature.of(Algorithm.SHA256, secret.get(), Signature.bytes(time), request.body())
                .is(request.header("X-Zendesk-Webhook-Signature").orElse(""), Encoding.BASE64);
        if (!right) {
            return new Heard.Refused("its signature is not that of " + Hooked.SECRET);
        }
        return new Heard.Hints(hints(request, time), Optional.of(time(time)));
    }

    private static Instant time(String text) throws BadPage {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadPage("a time stamp that is none");
        }
    }

    private static List<Hint> hints(HookRequest request, String time) throws BadPage {
        JsonNode body = Json.tree(request.body());
        String type = body.path("type").asString("");
        if (type.startsWith("zen:event-type:")) {
            String[] words = type.substring("zen:event-type:".length()).split("\\.", 2);
            return words.length == 2 && !DELETES.contains(words[1])
                    ? hint(
                            body.path("id").asString(""),
                            words[0],
                            body.path("detail").path("id").asString(""))
                    : List.of();
        }
        // Of a trigger or an automation, whose body a person has written.
        return hint(
                Signature.digest(Signature.bytes(time), request.body()),
                "ticket",
                body.path("ticket_id").asString(""));
    }

    private static List<Hint> hint(String event, String type, String id) {
        return STREAMS.containsKey(type) && id.matches("\\d{1,18}") && event.matches("[A-Za-z0-9-]{1,100}")
                ? List.of(new Hint.OfRecord(event, STREAMS.getOrDefault(type, type), id, false))
                : List.of();
    }
}
