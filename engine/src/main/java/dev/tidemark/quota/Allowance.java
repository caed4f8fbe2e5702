package dev.tidemark.quota;

import dev.tidemark.connector.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an owner grants of an account's allowance.
 *
 * @param limits what the API allows; empty for no limit
 * @param share the part of them that may be spent, above 0 and at most 1
 * @param own limits that the owner named, granted whole, which hold besides
 */
public record Allowance(List<RateLimit> limits, double share, List<RateLimit> own) {

    public static final Allowance UNLIMITED = new Allowance(List.of(), 1, List.of());

    public Allowance {
        limits = List.copyOf(limits);
        own = List.copyOf(own);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is above 0 and at most 100%: " + share);
        }
    }

    boolean isUnlimited() {
        return limits.isEmpty() && own.isEmpty();
    }

    /** The windows to keep: a share of less than one request is one request in a window as much longer. */
    List<RateLimit> granted(long apiAllowedInDay) {
        List<RateLimit> granted = new ArrayList<>(own);
        for (RateLimit limit : limits) {
            // The account's true limit where the API has told it: a vendor's default is only a default.
            boolean told = apiAllowedInDay > 0 && limit.per().equals(Duration.ofDays(1));
            granted.add(shareOf(told ? new RateLimit(apiAllowedInDay, limit.per()) : limit));
        }
        return granted;
    }

    private RateLimit shareOf(RateLimit limit) {
        double requests = (double) limit.requests() * share;
        return requests >= 1
                ? new RateLimit((long) requests, limit.per())
                : new RateLimit(1, Duration.ofNanos((long)
                        Math.ceil((double) limit.per().toNanos() / requests)));
    }

    /**
     * The least time between two requests, from the windows of up to a minute: each window's time, and a quarter of a second
     * for jitter on the way, divided by what it may hold. So no such window overfills, wherever it begins.
     */
    static Duration spacing(List<RateLimit> granted) {
        long nanos = 0;
        for (RateLimit limit : granted) {
            if (isShort(limit)) {
                nanos = Math.max(nanos, limit.per().plusMillis(250).toNanos() / limit.requests());
            }
        }
        return Duration.ofNanos(nanos);
    }

    /** The time between requests that lasts for ever: that of the slowest window. */
    static Duration pace(List<RateLimit> granted) {
        return granted.stream()
                .map(limit -> limit.per().dividedBy(limit.requests()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    static boolean isShort(RateLimit limit) {
        return limit.per().compareTo(Duration.ofMinutes(1)) <= 0;
    }
}
