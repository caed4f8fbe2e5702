package dev.tidemark.sandbox.stripe;

import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that calls the sandbox without sockets, at a time that the test sets. */
final class Shop implements InstantSource {
    static final JsonMapper JSON = new JsonMapper();

    final StripeSandbox stripe;

    /** What is called: the sandbox, or something around it. */
    Handler api;

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    Shop(int size) {
        stripe = new StripeSandbox(this, 7, size);
        stripe.requestsPerSecond(1_000);
        api = stripe;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void later(long seconds) {
        now = now.plusSeconds(seconds);
    }

    Answer call(String method, String target, String body, String... headers) {
        Map<String, String> all = new HashMap<>(Map.of("Authorization", "Bearer " + StripeSandbox.KEY));
        all.put("Content-Type", "application/x-www-form-urlencoded");
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        Response response = api.handle(Request.of(method, target, all, body));
        if (!(response instanceof Answer answer)) {
            throw new AssertionError("no answer: " + response);
        }
        return answer;
    }

    JsonNode ok(String method, String target, String body, String... headers) {
        Answer answer = call(method, target, body, headers);
        if (answer.status() != 200) {
            throw new AssertionError("HTTP " + answer.status() + ": " + answer.text());
        }
        return json(answer);
    }

    JsonNode get(String target) {
        return ok("GET", target, "");
    }

    JsonNode post(String target, String body) {
        return ok("POST", target, body);
    }

    String id(String target, String body) {
        return post(target, body).path("id").asString();
    }

    static JsonNode json(Answer answer) {
        return JSON.readTree(answer.body());
    }

    static List<String> all(JsonNode list, String member) {
        List<String> all = new ArrayList<>();
        list.path("data").forEach(each -> all.add(each.path(member).asString("")));
        return all;
    }

    /** The types of the events told since a second, newest first. */
    List<String> events(long since) {
        return all(get("/v1/events?limit=100&created[gte]=" + since), "type");
    }
}
