package dev.tidemark.sandbox.salesforce.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/** The daily API requests: counted over the last 24 hours, and told with a lag if asked to. */
public final class ApiLimit {
    private static final Duration DAY = Duration.ofHours(24);

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Instant> calls = new ArrayDeque<>();
    private final SplittableRandom random;
    private int max;
    private int wobble;

    public ApiLimit(int max, long seed) {
        this.max = max;
        this.random = new SplittableRandom(seed);
    }

    public void max(int calls24h) {
        lock.lock();
        try {
            max = calls24h;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            for (int i = 0; i < n; i++) {
                calls.addLast(at);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Counts one call; false, and none counted, when the limit is reached. */
    boolean take(Instant now) {
        lock.lock();
        try {
            if (used(now) >= max) {
                return false;
            }
            calls.addLast(now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    public int used(Instant now) {
        lock.lock();
        try {
            while (!calls.isEmpty() && !calls.getFirst().plus(DAY).isAfter(now)) {
                calls.removeFirst();
            }
            return calls.size();
        } finally {
            lock.unlock();
        }
    }

    public int max() {
        lock.lock();
        try {
            return max;
        } finally {
            lock.unlock();
        }
    }

    /** As in {@code Sforce-Limit-Info}. */
    String header(Instant now) {
        lock.lock();
        try {
            int told = used(now) - (wobble == 0 ? 0 : random.nextInt(wobble + 1));
            return "api-usage=" + Math.max(0, told) + "/" + max;
        } finally {
            lock.unlock();
        }
    }
}
