package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that calls the sandbox without sockets, at a time that the test sets. */
final class Caller implements InstantSource {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final JsonMapper JSON = new JsonMapper();
    static final String BASE = "/services/data/v62.0";

    final SalesforceSandbox sandbox;
    private Instant now = START;
    private String token = "";

    Caller(int size) {
        sandbox = new SalesforceSandbox(
                Settings.standard().withClock(this).withSeed(7).withSize(size));
        login();
    }

    @Override
    public Instant instant() {
        return now;
    }

    void at(Instant instant) {
        now = instant;
    }

    void later(long seconds) {
        now = now.plusSeconds(seconds);
    }

    void login() {
        Answer answer = form(
                "/services/oauth2/token",
                "grant_type=client_credentials&client_id=" + SalesforceSandbox.CLIENT_ID + "&client_secret="
                        + SalesforceSandbox.CLIENT_SECRET);
        token = json(answer).path("access_token").asString("");
    }

    Answer form(String target, String body) {
        return answer(sandbox.handle(
                Request.of("POST", target, Map.of("Content-Type", "application/x-www-form-urlencoded"), body)));
    }

    Response raw(String method, String path, String body, String... headers) {
        var all = new HashMap<String, String>();
        all.put("Authorization", "Bearer " + token);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return sandbox.handle(Request.of(method, path.startsWith("/services") ? path : BASE + path, all, body));
    }

    Answer call(String method, String path, String body, String... headers) {
        return answer(raw(method, path, body, headers));
    }

    Answer get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    Answer query(String soql, String... headers) {
        return get("/query?q=" + encoded(soql), headers);
    }

    /** The records of all pages. */
    List<JsonNode> records(String soql) {
        var records = new ArrayList<JsonNode>();
        JsonNode page = json(query(soql));
        assertThat(page.has("records")).as(page.toString()).isTrue();
        page.path("records").forEach(records::add);
        while (page.has("nextRecordsUrl")) {
            page = json(get(page.path("nextRecordsUrl").asString("")));
            page.path("records").forEach(records::add);
        }
        return records;
    }

    /** The values of one column, as text. */
    List<String> column(String soql, String name) {
        return records(soql).stream()
                .map(row -> row.at("/" + name.replace('.', '/')).asString("null"))
                .toList();
    }

    String create(String object, String json) {
        Answer answer = call("POST", "/sobjects/" + object, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return json(answer).path("id").asString("");
    }

    static JsonNode json(Answer answer) {
        return JSON.readTree(answer.body());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Answer answer(Response response) {
        if (response instanceof Answer answer) {
            return answer;
        }
        throw new AssertionError("no answer but " + response);
    }
}
