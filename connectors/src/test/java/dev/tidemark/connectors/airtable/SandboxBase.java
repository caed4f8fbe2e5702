package dev.tidemark.connectors.airtable;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.airtable.AirtableSandbox;
import dev.tidemark.sandbox.airtable.Settings;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The sandbox's base without sockets, at a time of its own. */
final class SandboxBase implements Step, InstantSource {

    static final String ADDRESS = "https://api.airtable.example";

    private static final Duration TOOK = Duration.ofMillis(300);

    final AirtableSandbox sandbox;
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    SandboxBase(int size, int pageSize) {
        sandbox = new AirtableSandbox(
                Settings.standard().withClock(this).withSeed(5).withSize(size));
        sandbox.pageSize(pageSize);
    }

    static Map<String, String> settings() {
        return Map.of("base", AirtableSandbox.BASE, "url", ADDRESS);
    }

    @Override
    public Instant instant() {
        return now;
    }

    void later(Duration by) {
        now = now.plus(by);
    }

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        String query = request.uri().getRawQuery();
        String target = request.uri().getRawPath() + (query == null ? "" : "?" + query);
        Response response = sandbox.handle(new Request(request.method(), target, request.headers(), request.body()));
        later(TOOK);
        return switch (response) {
            case Response.Answer a -> new HttpAnswer(a.status(), a.headers(), a.body(), TOOK);
            case Response.Cut cut -> throw new HttpFailed("cut off", true);
            case Response.Lost lost -> throw new HttpFailed("lost", true);
            case Response.TimedOut timedOut -> throw new HttpFailed("timed out", true);
            case Response.Refused refused -> throw new HttpFailed("refused", false);
        };
    }
}
