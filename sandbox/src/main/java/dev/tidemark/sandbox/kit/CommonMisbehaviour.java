package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The ways in which any API, or what lies before it, lets a caller down; each an effect for a fault rule. */
public class CommonMisbehaviour {
    private final VendorErrors errors;
    private final StandIn standIn;

    public CommonMisbehaviour(VendorErrors errors, StandIn standIn) {
        this.errors = errors;
        this.standIn = standIn;
    }

    /** 429, to be tried again after so long. */
    public final Effect tooManyRequests(Duration retryAfter) {
        return new Effect.Instead(errors.tooManyRequests(retryAfter));
    }

    /** 500 with the vendor's own body. */
    public final Effect serverError() {
        return new Effect.Instead(errors.serverError());
    }

    /** 503 with the vendor's own body. */
    public final Effect unavailable() {
        return new Effect.Instead(errors.unavailable());
    }

    /** 503 as a gateway says it, in HTML. */
    public final Effect gatewayError() {
        return new Effect.Instead(new Answer(
                503,
                Map.of("Content-Type", "text/html"),
                "<html><body>Service Unavailable</body></html>".getBytes(StandardCharsets.UTF_8),
                Duration.ZERO));
    }

    /** The answer, so much later. */
    public final Effect slow(Duration by) {
        return new Effect.Slow(by);
    }

    /** Silence, nothing done. */
    public final Effect timeOut(Duration silence) {
        return new Effect.Silence(silence, false);
    }

    /** Silence, though the work was done. */
    public final Effect timeOutAfterWork(Duration silence) {
        return new Effect.Silence(silence, true);
    }

    /** The work is done; the connection closes without an answer. */
    public final Effect loseAnswer() {
        return new Effect.LoseAnswer();
    }

    /** The connection is refused; nothing is done. */
    public final Effect refuse() {
        return new Effect.Instead(new Response.Refused());
    }

    /** The connection closes in the middle of the body. */
    public final Effect cutBody() {
        return new Effect.CutBody(0.5);
    }

    /** A whole answer, as its length goes, but of JSON that ends in its middle. */
    public final Effect brokenJson() {
        return new Effect.Rewrite(answer -> answer.body(Arrays.copyOf(answer.body(), answer.body().length / 2)));
    }

    /** Every access token that was got by a login dies before the request is looked at. */
    public final Effect expireTokens() {
        return new Effect.Before(standIn::expireTokens);
    }

    /** People make so many changes just before the request is looked at: rows move while pages are read. */
    public final Effect changesBefore(long seed, int n) {
        return new Effect.Before(() -> standIn.changes(seed, n));
    }

    /** What the request writes becomes visible so much later, with its early time of change. */
    public final Effect lateCommit(Duration lag) {
        return new LateCommit(lag);
    }

    /** Anything else, before the request is looked at. */
    public final Effect before(Runnable action) {
        return new Effect.Before(action);
    }

    /**
     * The effect that a control request names; its other members say how much.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public final Effect named(String name, JsonNode body) {
        Duration seconds = Duration.ofMillis((long) (1000 * body.path("seconds").asDouble(30)));
        return switch (name) {
            case "tooManyRequests" -> tooManyRequests(seconds);
            case "serverError" -> serverError();
            case "unavailable" -> unavailable();
            case "gatewayError" -> gatewayError();
            case "slow" -> slow(seconds);
            case "timeOut" -> timeOut(seconds);
            case "timeOutAfterWork" -> timeOutAfterWork(seconds);
            case "loseAnswer" -> loseAnswer();
            case "refuse" -> refuse();
            case "cutBody" -> cutBody();
            case "brokenJson" -> brokenJson();
            case "expireTokens" -> expireTokens();
            case "changesBefore" ->
                changesBefore(body.path("seed").asLong(1), body.path("n").asInt(1));
            case "lateCommit" -> lateCommit(seconds);
            default -> own(name, body).orElseThrow(() -> new IllegalArgumentException("no effect is named " + name));
        };
    }

    /** An effect that only this API has; empty when it has none of that name. */
    protected Optional<Effect> own(String name, JsonNode body) {
        return Optional.empty();
    }
}
