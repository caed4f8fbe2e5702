package dev.tidemark.sandbox.zendesk;

import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a small account, at a time that the caller moves. */
final class ZendeskCaller {
    static final JsonMapper JSON = new JsonMapper();

    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    final ZendeskSandbox zendesk;

    /** What is called: the sandbox, or something around it. */
    Handler api;

    String proof = "Basic "
            + Base64.getEncoder()
                    .encodeToString((ZendeskSandbox.EMAIL + "/token:" + ZendeskSandbox.API_TOKEN)
                            .getBytes(StandardCharsets.UTF_8));

    ZendeskCaller(int tickets) {
        zendesk = new ZendeskSandbox(Settings.standard().withTickets(tickets).withClock(() -> now));
        api = zendesk;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Answer ask(String method, String target, String body) {
        Map<String, String> headers =
                new HashMap<>(Map.of("Host", "acme.zendesk.com", "Content-Type", "application/json"));
        headers.put("Authorization", proof);
        return (Answer) api.handle(Request.of(method, target, headers, body));
    }

    Answer get(String target) {
        return ask("GET", target, "");
    }

    JsonNode json(String target) {
        return json(get(target));
    }

    static JsonNode json(Answer answer) {
        return JSON.readTree(answer.body());
    }

    /** Every record of an export by cursor, from a cursor or from the beginning. */
    List<JsonNode> exported(String type, String from) {
        var records = new ArrayList<JsonNode>();
        String query = from;
        while (true) {
            JsonNode page = json("/api/v2/incremental/" + type + "/cursor?" + query);
            page.path(type).forEach(records::add);
            if (page.path("end_of_stream").asBoolean(true)) {
                return records;
            }
            query = "cursor=" + page.path("after_cursor").asString("");
        }
    }

    /** Waits for a job, and tells its results. */
    JsonNode done(Answer queued) {
        pass(Duration.ofSeconds(2));
        String id = json(queued).path("job_status").path("id").asString("");
        return json("/api/v2/job_statuses/" + id).path("job_status");
    }
}
