package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.Hint;
import dev.tidemark.connector.HintFeed.News;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.connectors.hook.Signature;
import dev.tidemark.connectors.hook.Signature.Algorithm;
import dev.tidemark.connectors.hook.Signature.Encoding;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Trouble;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Airtable's webhooks: a ping says that there is news, signed in {@code X-Airtable-Content-MAC} (webhooks guide), and the news
 * is a list of payloads behind a cursor, kept for seven days.
 */
final class Webhooks {

    private static final String SCHEME = "hmac-sha256=";

    private Webhooks() {}

    static Heard hear(Settings settings, Secrets secrets, HookRequest request) throws BadPage {
        Optional<String> secret = secrets.find(Hooked.SECRET);
        if (secret.isEmpty()) {
            return new Heard.Refused("the source has no " + Hooked.SECRET);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.get().strip());
        } catch (IllegalArgumentException e) {
            return new Heard.Refused(Hooked.SECRET + " is not the macSecretBase64 that Airtable gave");
        }
        String claimed = request.header("X-Airtable-Content-MAC").orElse("");
        boolean right = key.length > 0
                && claimed.startsWith(SCHEME)
                && Signature.of(Algorithm.SHA256, key, request.body())
                        .is(claimed.substring(SCHEME.length()), Encoding.HEX);
        if (!right) {
            return new Heard.Refused("its signature is not that of " + Hooked.SECRET);
        }
        JsonNode ping = Json.tree(request.body());
        String webhook = ping.path("webhook").path("id").asString("");
        boolean isOurs = ping.path("base").path("id").asString("").equals(settings.get(Login.BASE));
        return new Heard.Hints(
                isOurs && webhook.matches("ach[A-Za-z0-9]{1,40}")
                        ? List.of(new Hint.OfFeed(Signature.digest(request.body()), webhook))
                        : List.of(),
                Optional.empty());
    }

    /** One request for payloads, and where they tell of records one for the names of their tables. */
    static News news(Access access, String webhook, Optional<String> cursor) {
        String what = "the payloads of the webhook " + webhook;
        try {
            String path = "/v0/bases/" + Login.base(access) + "/webhooks/" + Params.step(webhook) + "/payloads";
            var params = new Params();
            cursor.ifPresent(c -> params.and("cursor", c));
            HttpAnswer answer = Login.API.send(access, Login.API.request(access, "GET", params.after(path)));
            JsonNode body = Login.API.tree(answer, what);
            String next = body.path("cursor").asString("");
            if (!body.path("payloads").isArray() || next.isEmpty()) {
                return new News.Retry(what + " came without payloads or cursor");
            }
            return new News.Told(
                    hints(access, webhook, body.path("payloads")),
                    next,
                    body.path("mightHaveMore").asBoolean(false));
        } catch (Troubled e) {
            return switch (e.trouble()) {
                case Trouble.Wait wait -> new News.Wait(wait.atLeast(), wait.why());
                case Trouble.Retry retry -> new News.Retry(retry.why());
                case Trouble.Stop stop -> new News.Lost(stop.why());
            };
        } catch (HttpFailed e) {
            return new News.Retry("no answer to " + what + ": " + e.getMessage());
        } catch (ConnectorException e) {
            return new News.Lost(String.valueOf(e.getMessage()));
        }
    }

    private static List<Hint> hints(Access access, String webhook, JsonNode payloads) throws HttpFailed, Troubled {
        List<Hint> hints = new ArrayList<>();
        Map<String, String> names = Map.of();
        for (JsonNode payload : payloads) {
            String event = webhook + " " + payload.path("baseTransactionNumber").asLong(0) + " ";
            for (var table : payload.path("changedTablesById").properties()) {
                names = names.isEmpty() ? Base.names(access) : names;
                String stream = names.getOrDefault(table.getKey(), "");
                if (!stream.isEmpty()) {
                    changes(table.getValue(), event, stream, hints);
                    table.getValue().path("changedViewsById").forEach(view -> changes(view, event, stream, hints));
                }
            }
        }
        return hints;
    }

    private static void changes(JsonNode changes, String event, String stream, List<Hint> hints) {
        for (String kind : List.of("createdRecordsById", "changedRecordsById")) {
            changes.path(kind)
                    .properties()
                    .forEach(record ->
                            hints.add(new Hint.OfRecord(event + record.getKey(), stream, record.getKey(), false)));
        }
        for (JsonNode id : changes.path("destroyedRecordIds")) {
            hints.add(new Hint.OfRecord(event + id.asString("") + " gone", stream, id.asString(""), true));
        }
    }
}
