package dev.tidemark.sandbox.airtable;

import dev.tidemark.sandbox.limit.RateWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Five requests a second for the base; after one too many, none for thirty seconds. */
public final class Limits {
    static final String TYPE = "RATE_LIMIT_REACHED";
    static final String MESSAGE = "Rate limit exceeded. Please try again later";

    private final RateWindow perBase = RateWindow.sliding(5, Duration.ofSeconds(1));
    private final RateWindow perToken = RateWindow.sliding(50, Duration.ofSeconds(1));
    private final InstantSource clock;
    private volatile Instant closedUntil = Instant.MIN;
    private volatile Duration penalty = Duration.ofSeconds(30);

    Limits(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws Refused where the limit is reached, or was a short while ago */
    void take(String token) {
        Instant now = clock.instant();
        if (now.isBefore(closedUntil)) {
            throw new Refused(429, TYPE, MESSAGE);
        }
        if (!perBase.take(now) || !perToken.take(now)) {
            closedUntil = now.plus(penalty);
            throw new Refused(429, TYPE, MESSAGE);
        }
    }

    /** Requests a second for the base. */
    public void perBase(int requests) {
        perBase.max(requests);
        perToken.max(Math.max(50, requests));
    }

    /** How long everything is refused after one request too many. */
    public void penalty(Duration time) {
        penalty = time;
    }
}
