package dev.tidemark.quota;

import dev.tidemark.connector.RateLimit;
import java.time.Duration;
import java.util.List;

/**
 * What an owner grants of an account's allowance.
 *
 * @param limits what the API allows, or what the owner named; empty for no limit
 * @param share the part of them that may be spent, above 0 and at most 1
 */
public record Allowance(List<RateLimit> limits, double share) {

    public static final Allowance UNLIMITED = new Allowance(List.of(), 1);

    public Allowance {
        limits = List.copyOf(limits);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is above 0 and at most 100%: " + share);
        }
    }

    /** Requests that may be sent in a window, at least one. */
    long granted(RateLimit limit) {
        return Math.max(1, (long) Math.floor((double) limit.requests() * share));
    }

    /**
     * The least time between two requests, from the windows of up to a minute: each window's time, and a quarter of a second
     * for jitter on the way, divided by what it may hold. So no such window overfills, wherever it begins.
     */
    Duration spacing() {
        long nanos = 0;
        for (RateLimit limit : limits) {
            if (isShort(limit)) {
                nanos = Math.max(nanos, limit.per().plusMillis(250).toNanos() / granted(limit));
            }
        }
        return Duration.ofNanos(nanos);
    }

    static boolean isShort(RateLimit limit) {
        return limit.per().compareTo(Duration.ofMinutes(1)) <= 0;
    }
}
