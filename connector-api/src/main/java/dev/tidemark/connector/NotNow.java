package dev.tidemark.connector;

import java.time.Duration;

/**
 * The account's quota has no request left for now. Thrown by {@link Http}, before anything is sent, and meant for the
 * engine, which asks again after the wait; connectors let it pass.
 */
public final class NotNow extends RuntimeException {

    private final Duration wait;

    public NotNow(Duration wait) {
        super("no request left in the quota for " + wait, null, false, false);
        this.wait = wait;
    }

    public Duration shortestWait() {
        return wait;
    }
}
