package dev.tidemark.connectors.standin;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A sandbox without sockets, at a time of its own, of which each request takes a little. */
public abstract class Offline implements Step, InstantSource {

    private static final Duration TOOK = Duration.ofMillis(300);

    private Instant now;

    protected Offline(Instant start) {
        now = start;
    }

    protected Offline() {
        this(Instant.parse("2026-11-21T10:00:00Z"));
    }

    /** What the sandbox does with it. */
    protected abstract Response handle(Request request);

    @Override
    public Instant instant() {
        return now;
    }

    public void later(Duration by) {
        now = now.plus(by);
    }

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        String query = request.uri().getRawQuery();
        String target = request.uri().getRawPath() + (query == null ? "" : "?" + query);
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("Host", request.uri().getHost());
        Response response = handle(new Request(request.method(), target, headers, request.body()));
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
