package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.limit.RateWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How often an app may ask: in ten seconds, in a day, and for searches in one second. */
public final class Limits {
    private final RateWindow burst = RateWindow.sliding(110, Duration.ofSeconds(10));
    private final RateWindow searches = RateWindow.sliding(5, Duration.ofSeconds(1));
    private final RateWindow daily = RateWindow.sliding(500_000, Duration.ofHours(24));

    public RateWindow burst() {
        return burst;
    }

    public RateWindow searches() {
        return searches;
    }

    public RateWindow daily() {
        return daily;
    }

    /** Counts a request; a refusal where there were too many. */
    Optional<Answer> take(boolean search, Instant now) {
        if (daily.left(now) == 0) {
            return Optional.of(refusal("daily", "DAILY", "0"));
        }
        if (search && !searches.take(now)) {
            return Optional.of(refusal("secondly", "SECONDLY", "0"));
        }
        if (!search && !burst.take(now)) {
            return Optional.of(refusal("ten_secondly_rolling", "TEN_SECONDLY_ROLLING", "0"));
        }
        daily.use(1, now);
        return Optional.empty();
    }

    /** 429 as HubSpot words it. */
    public static Answer refusal(String window, String policy, String correlationId) {
        ObjectNode body = Json.object();
        body.put("status", "error");
        body.put("message", "You have reached your " + window + " limit.");
        body.put("errorType", "RATE_LIMIT");
        body.put("category", "RATE_LIMITS");
        body.put("correlationId", correlationId);
        body.put("policyName", policy);
        return Json.answer(429, body);
    }

    /** What is left, on every answer but those to searches. */
    Answer told(Answer answer, Instant now) {
        return answer.with("X-HubSpot-RateLimit-Max", String.valueOf(burst.max()))
                .with("X-HubSpot-RateLimit-Remaining", String.valueOf(burst.left(now)))
                .with(
                        "X-HubSpot-RateLimit-Interval-Milliseconds",
                        String.valueOf(burst.length().toMillis()))
                .with("X-HubSpot-RateLimit-Daily", String.valueOf(daily.max()))
                .with("X-HubSpot-RateLimit-Daily-Remaining", String.valueOf(daily.left(now)));
    }
}
