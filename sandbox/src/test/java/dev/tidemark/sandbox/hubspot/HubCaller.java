package dev.tidemark.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that calls the sandbox without sockets, at a time that the test sets. */
final class HubCaller implements InstantSource {
    static final JsonMapper JSON = new JsonMapper();

    final HubSpotSandbox sandbox;

    /** What is called: the sandbox, or something around it. */
    Handler api;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    String token = HubSpotSandbox.PRIVATE_APP_TOKEN;

    HubCaller(int size) {
        sandbox = new HubSpotSandbox(
                Settings.standard().withClock(this).withSeed(7).withSize(size));
        api = sandbox;
        sandbox.limits().burst().max(1_000_000);
        sandbox.limits().searches().max(1_000_000);
    }

    @Override
    public Instant instant() {
        return now;
    }

    void later(double seconds) {
        now = now.plus(Duration.ofMillis((long) (1000 * seconds)));
    }

    Response raw(String method, String target, String body) {
        return api.handle(Request.of(method, target, Map.of("Authorization", "Bearer " + token), body));
    }

    Answer call(String method, String target, String body) {
        if (raw(method, target, body) instanceof Answer answer) {
            return answer;
        }
        throw new AssertionError("no answer");
    }

    JsonNode get(String target) {
        return good(call("GET", target, ""));
    }

    JsonNode post(String target, String body) {
        return good(call("POST", target, body));
    }

    static JsonNode good(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 207);
        return JSON.readTree(answer.body());
    }

    String create(String type, String properties) {
        return post("/crm/v3/objects/" + type, "{\"properties\":" + properties + "}")
                .path("id")
                .asString("");
    }

    /** The ids of every page of a list. */
    List<String> listed(String type, String more) {
        var ids = new ArrayList<String>();
        String after = "";
        do {
            JsonNode page = get("/crm/v3/objects/" + type + "?limit=100" + more + after);
            page.path("results").forEach(one -> ids.add(one.path("id").asString("")));
            String next = page.at("/paging/next/after").asString("");
            after = next.isEmpty() ? "" : "&after=" + next;
        } while (!after.isEmpty());
        return ids;
    }

    static List<String> ids(JsonNode page) {
        var ids = new ArrayList<String>();
        page.path("results").forEach(one -> ids.add(one.path("id").asString("")));
        return ids;
    }
}
