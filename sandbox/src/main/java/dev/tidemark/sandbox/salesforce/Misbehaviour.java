package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The ways in which Salesforce, or what lies before it, lets a caller down; each an effect for a fault rule. */
public final class Misbehaviour {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MIDDLE =
            "[{\"errorCode\":\"UNKNOWN_EXCEPTION\",\"message\":\"An unexpected error occurred. Please include this ErrorId if you contact support: 1234-5678\"}]";

    private final SalesforceSandbox sandbox;

    Misbehaviour(SalesforceSandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** 429 with Retry-After. */
    public Effect tooManyRequests(Duration retryAfter) {
        return new Effect.Instead(error(429, "TOO_MANY_REQUESTS", "Too many requests")
                .with("Retry-After", String.valueOf(retryAfter.toSeconds())));
    }

    /** 403 as when the daily limit is reached: not a matter of permissions. */
    public Effect requestLimitExceeded() {
        return new Effect.Instead(error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
    }

    /** 500 with Salesforce's JSON. */
    public Effect serverError() {
        return new Effect.Instead(error(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred."));
    }

    /** 503 with Salesforce's JSON. */
    public Effect unavailable() {
        return new Effect.Instead(error(503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable"));
    }

    /** 503 as a gateway says it, in HTML. */
    public Effect gatewayError() {
        return new Effect.Instead(new Answer(
                503,
                Map.of("Content-Type", "text/html"),
                "<html><body>Service Unavailable</body></html>".getBytes(StandardCharsets.UTF_8),
                Duration.ZERO));
    }

    public Effect slow(Duration by) {
        return new Effect.Slow(by);
    }

    /** Silence, nothing done. */
    public Effect timeOut(Duration silence) {
        return new Effect.Silence(silence, false);
    }

    /** Silence, though the work was done. */
    public Effect timeOutAfterWork(Duration silence) {
        return new Effect.Silence(silence, true);
    }

    /** The work is done; the connection closes without an answer. */
    public Effect loseAnswer() {
        return new Effect.LoseAnswer();
    }

    /** The connection is refused; nothing is done. */
    public Effect refuse() {
        return new Effect.Instead(new Response.Refused());
    }

    /** The connection closes in the middle of the body. */
    public Effect cutBody() {
        return new Effect.CutBody(0.5);
    }

    /** A whole answer, as its length goes, but of JSON that ends in its middle. */
    public Effect brokenJson() {
        return new Effect.Rewrite(answer -> answer.body(half(answer.body())));
    }

    /** Status 200, some records, and then an error where the rest should be. */
    public Effect errorInside() {
        return new Effect.Rewrite(answer -> {
            String text = answer.text();
            int middle = text.lastIndexOf("},{", text.length() / 2);
            String kept = middle < 0 ? text.substring(0, text.length() / 2) : text.substring(0, middle + 2);
            return answer.body((kept + MIDDLE).getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Every access token dies before the request is looked at: 401 INVALID_SESSION_ID. */
    public Effect expireTokens() {
        return new Effect.Before(() -> sandbox.sessions().expireAll());
    }

    /** Every query locator dies before the request is looked at. */
    public Effect expireLocators() {
        return new Effect.Before(() -> sandbox.locators().expireAll());
    }

    /** People make so many changes just before the request is looked at: rows move while pages are read. */
    public Effect changesBefore(long seed, int n) {
        return new Effect.Before(() -> sandbox.changes(seed, n));
    }

    /** What the request writes becomes visible so much later, with its early stamp. */
    public Effect lateCommit(Duration lag) {
        return new LateCommit(lag);
    }

    /** Every so-many-th record written is refused with UNABLE_TO_LOCK_ROW. */
    public Effect lockRows(int every) {
        return new LockRows(every);
    }

    /** Anything else, before the request is looked at. */
    public Effect before(Runnable action) {
        return new Effect.Before(action);
    }

    private static Answer error(int status, String errorCode, String message) {
        return Answer.json(status, JSON.writeValueAsBytes(List.of(Map.of("errorCode", errorCode, "message", message))));
    }

    private static byte[] half(byte[] body) {
        return java.util.Arrays.copyOf(body, body.length / 2);
    }
}
