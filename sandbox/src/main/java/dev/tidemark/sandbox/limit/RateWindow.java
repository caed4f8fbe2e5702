package dev.tidemark.sandbox.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/** At most so many requests in a window of time. It has no clock: every question brings the time it is asked at. */
public final class RateWindow {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Instant> calls = new ArrayDeque<>();
    private final Duration length;
    private final boolean sliding;
    private int max;

    private RateWindow(int max, Duration length, boolean sliding) {
        if (max < 0 || !length.isPositive()) {
            throw new IllegalArgumentException("a window needs max >= 0 and a length: " + max + " in " + length);
        }
        this.max = max;
        this.length = length;
        this.sliding = sliding;
    }

    /** Counts over the last so long, at every moment. */
    public static RateWindow sliding(int max, Duration length) {
        return new RateWindow(max, length, true);
    }

    /** Counts from zero again at each multiple of the length since 1970. */
    public static RateWindow fixed(int max, Duration length) {
        return new RateWindow(max, length, false);
    }

    /** Counts one request; false, and none counted, when the window is full. */
    public boolean take(Instant now) {
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

    /** Counts requests of others: what somebody else's program has used. */
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

    /** How many are counted now. */
    public int used(Instant now) {
        lock.lock();
        try {
            while (!calls.isEmpty() && !end(calls.getFirst()).isAfter(now)) {
                calls.removeFirst();
            }
            return calls.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many may still be taken now. */
    public int left(Instant now) {
        lock.lock();
        try {
            return Math.max(0, max - used(now));
        } finally {
            lock.unlock();
        }
    }

    /** How long until the count falls: zero when nothing is counted. */
    public Duration untilReset(Instant now) {
        lock.lock();
        try {
            return used(now) == 0 ? Duration.ZERO : Duration.between(now, end(calls.getFirst()));
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

    public void max(int requests) {
        lock.lock();
        try {
            max = requests;
        } finally {
            lock.unlock();
        }
    }

    public Duration length() {
        return length;
    }

    private Instant end(Instant call) {
        if (sliding) {
            return call.plus(length);
        }
        long millis = length.toMillis();
        return Instant.ofEpochMilli((Math.floorDiv(call.toEpochMilli(), millis) + 1) * millis);
    }
}
