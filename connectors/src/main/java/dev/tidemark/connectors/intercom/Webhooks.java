package dev.tidemark.connectors.intercom;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Intercom's notifications: one topic and its item, signed as {@code X-Hub-Signature: sha1=…} (docs, "Webhook notifications"). */
final class Webhooks {

    private static final String SCHEME = "sha1=";

    private Webhooks() {}

    static Heard hear(Secrets secrets, HookRequest request) throws BadPage {
        Optional<String> secret = secrets.find(Hooked.SECRET);
        if (secret.isEmpty()) {
            return new Heard.Refused("the source has no " + Hooked.SECRET);
        }
        String claimed = request.header("X-Hub-Signature").orElse("");
        boolean right = claimed.startsWith(SCHEME)
                && Signature.of(Algorithm.SHA1, secret.get(), request.body())
                        .is(claimed.substring(SCHEME.length()), Encoding.HEX);
        return right
                ? new Heard.Hints(hints(request), Optional.empty())
                : new Heard.Refused("its signature is not that of " + Hooked.SECRET);
    }

    private static List<Hint> hints(HookRequest request) throws BadPage {
        JsonNode body = Json.tree(request.body());
        JsonNode item = body.path("data").path("item");
        String topic = body.path("topic").asString("");
        String named = body.path("id").asString("");
        String event = named.matches("[A-Za-z0-9_-]{1,100}") ? named : Signature.digest(request.body());
        String id = item.path("id").asString("");
        if (!id.matches("[A-Za-z0-9_-]{1,100}")) {
            return List.of(); // a trial, or a topic whose item is not the record itself
        }
        boolean gone = topic.endsWith(".deleted");
        List<Hint> hints = new ArrayList<>();
        switch (topic.replaceFirst("\\..*", "")) {
            case "contact", "user", "lead" -> hints.add(new Hint.OfRecord(event, Kind.CONTACTS.stream, id, gone));
            case "company" -> hints.add(new Hint.OfRecord(event, Kind.COMPANIES.stream, id, gone));
            case "conversation" -> {
                hints.add(new Hint.OfRecord(event, Kind.CONVERSATIONS.stream, id, gone));
                if (!gone) {
                    hints.add(new Hint.OfRecord(event + " parts", Kind.CONVERSATION_PARTS.stream, id, false));
                }
            }
            default -> {}
        }
        return hints;
    }
}
