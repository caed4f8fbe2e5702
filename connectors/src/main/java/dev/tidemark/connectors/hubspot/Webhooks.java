package dev.tidemark.connectors.hubspot;

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
import dev.tidemark.connectors.rest.OAuth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** HubSpot's webhooks: batches of events, signed by version 3 (validating requests guide), in no order, some of them twice. */
final class Webhooks {

    /** What events call a type, and the stream of it. */
    private static final Map<String, String> STREAMS = Map.ofEntries(
            Map.entry("contact", "contacts"),
            Map.entry("company", "companies"),
            Map.entry("deal", "deals"),
            Map.entry("ticket", "tickets"),
            Map.entry("line_item", "line_items"),
            Map.entry("product", "products"),
            Map.entry("0-1", "contacts"),
            Map.entry("0-2", "companies"),
            Map.entry("0-3", "deals"),
            Map.entry("0-5", "tickets"),
            Map.entry("0-7", "products"),
            Map.entry("0-8", "line_items"),
            Map.entry("0-14", "quotes"),
            Map.entry("0-48", "calls"),
            Map.entry("0-49", "emails"),
            Map.entry("0-47", "meetings"),
            Map.entry("0-46", "notes"),
            Map.entry("0-27", "tasks"));

    private Webhooks() {}

    /** The secret is the app's, which a public app signs in with, too. */
    static Heard hear(Secrets secrets, HookRequest request) throws BadPage {
        Optional<String> secret = secrets.find(Hooked.SECRET).or(() -> secrets.find(OAuth.CLIENT_SECRET));
        Optional<String> signature = request.header("X-HubSpot-Signature-v3");
        Optional<String> timestamp = request.header("X-HubSpot-Request-Timestamp");
        if (secret.isEmpty()) {
            return new Heard.Refused("the source has no " + Hooked.SECRET);
        }
        if (signature.isEmpty() || timestamp.filter(t -> t.matches("\\d{1,15}")).isEmpty()) {
            return new Heard.Refused("it has no signature of version 3");
        }
        boolean right = Signature.of(
                        Algorithm.SHA256,
                        secret.get(),
                        Signature.bytes("POST" + request.uri()),
                        request.body(),
                        Signature.bytes(timestamp.get()))
                .is(signature.get(), Encoding.BASE64);
        if (!right) {
            return new Heard.Refused(
                    "its signature is not that of " + Hooked.SECRET + " over the address it was sent to, "
                            + request.uri().getScheme() + "://" + request.uri().getRawAuthority()
                            + " (set " + Hooked.URL + " where HubSpot knows another)");
        }
        return new Heard.Hints(hints(request), Optional.of(Instant.ofEpochMilli(Long.parseLong(timestamp.get()))));
    }

    private static List<Hint> hints(HookRequest request) throws BadPage {
        JsonNode events = Json.tree(request.body());
        if (!events.isArray()) {
            throw new BadPage("not a list of events");
        }
        List<Hint> hints = new ArrayList<>();
        for (JsonNode event : events) {
            String[] type = event.path("subscriptionType").asString("").split("\\.", 2);
            if (type.length == 2) {
                hint(event, type[0], type[1], hints);
            }
        }
        return hints;
    }

    private static void hint(JsonNode event, String type, String what, List<Hint> hints) {
        String named = type.equals("object") ? event.path("objectTypeId").asString("") : type.toLowerCase(Locale.ROOT);
        if (what.equals("associationChange")) {
            linked(event, hints);
        } else if (STREAMS.containsKey(named)) {
            String stream = STREAMS.getOrDefault(named, named);
            String record = what.equals("merge") ? text(event, "newObjectId") : text(event, "objectId");
            if (record.matches("\\d{1,18}")) {
                boolean gone = what.equals("deletion") || what.equals("privacyDeletion");
                hints.add(new Hint.OfRecord(id(event, "record"), stream, record, gone));
            }
        }
    }

    /** {@code CONTACT_TO_COMPANY}: the associations are read from either side. */
    private static void linked(JsonNode event, List<Hint> hints) {
        String[] sides = event.path("associationType")
                .asString("")
                .toLowerCase(Locale.ROOT)
                .split("_to_", 2);
        if (sides.length == 2 && STREAMS.containsKey(sides[0]) && STREAMS.containsKey(sides[1])) {
            String from = STREAMS.getOrDefault(sides[0], "");
            String to = STREAMS.getOrDefault(sides[1], "");
            hints.add(new Hint.OfStream(id(event, "from"), from + "_" + to));
            hints.add(new Hint.OfStream(id(event, "to"), to + "_" + from));
        }
    }

    /** "This value is not guaranteed to be unique" (webhooks guide), so all that tells one event from another names it. */
    private static String id(JsonNode event, String part) {
        return Signature.digest(
                Signature.bytes(text(event, "eventId")),
                Signature.bytes(text(event, "subscriptionType")),
                Signature.bytes(
                        text(event, "objectId") + text(event, "fromObjectId") + " " + text(event, "toObjectId")),
                Signature.bytes(text(event, "propertyName")),
                Signature.bytes(text(event, "occurredAt")),
                Signature.bytes(part));
    }

    private static String text(JsonNode event, String name) {
        return event.path(name).asString("");
    }
}
