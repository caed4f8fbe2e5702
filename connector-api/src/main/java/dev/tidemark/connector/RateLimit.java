package dev.tidemark.connector;

import java.time.Duration;

/**
 * So many requests in any window of this length, for one account.
 *
 * @param requests how many, at least one
 * @param per the window's length; sliding unless the vendor says fixed, and a sliding window never exceeds a fixed one
 */
public record RateLimit(long requests, Duration per) {

    public RateLimit {
        if (requests < 1 || per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("a limit is some requests in some time: " + requests + " per " + per);
        }
    }
}
