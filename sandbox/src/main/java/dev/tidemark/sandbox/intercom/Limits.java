package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.limit.RateWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Ten thousand requests a minute, dealt out by windows of ten seconds. */
public final class Limits {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final RateWindow window = RateWindow.fixed(1_666, WINDOW);
    private final InstantSource clock;

    Limits(InstantSource clock) {
        this.clock = clock;
    }

    /** Requests in each window. */
    public void perWindow(int requests) {
        window.max(requests);
    }

    boolean take() {
        return window.take(clock.instant());
    }

    Answer stamped(Answer answer) {
        Instant now = clock.instant();
        return answer.with("X-RateLimit-Limit", String.valueOf(window.max()))
                .with("X-RateLimit-Remaining", String.valueOf(window.left(now)))
                .with("X-RateLimit-Reset", String.valueOf((Math.floorDiv(now.getEpochSecond(), 10) + 1) * 10));
    }
}
