package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.limit.RateWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/** The daily API requests: counted over the last 24 hours, and told with a lag if asked to. */
public final class ApiLimit {
    private final ReentrantLock lock = new ReentrantLock();
    private final RateWindow window;
    private final SplittableRandom random;
    private int wobble;

    public ApiLimit(int max, long seed) {
        this.window = RateWindow.sliding(max, Duration.ofHours(24));
        this.random = new SplittableRandom(seed);
    }

    public void max(int calls24h) {
        window.max(calls24h);
    }

    /** From now on the header tells up to so many calls too few, now more, now less; 0 for the truth. */
    public void wobble(int most) {
        lock.lock();
        try {
            wobble = most;
        } finally {
            lock.unlock();
        }
    }

    /** Counts calls of others: what somebody else's program has used. */
    public void use(int n, Instant at) {
        window.use(n, at);
    }

    /** Counts one call; false, and none counted, when the limit is reached. */
    boolean take(Instant now) {
        return window.take(now);
    }

    public int used(Instant now) {
        return window.used(now);
    }

    public int max() {
        return window.max();
    }

    /** As in {@code Sforce-Limit-Info}. */
    String header(Instant now) {
        lock.lock();
        try {
            int told = used(now) - (wobble == 0 ? 0 : random.nextInt(wobble + 1));
            return "api-usage=" + Math.max(0, told) + "/" + max();
        } finally {
            lock.unlock();
        }
    }
}
