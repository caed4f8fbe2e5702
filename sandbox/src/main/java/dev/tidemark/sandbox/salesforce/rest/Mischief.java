package dev.tidemark.sandbox.salesforce.rest;

import java.time.Duration;

/**
 * What goes wrong with the writes of one request.
 *
 * @param commitLag how long after their stamp they become visible
 * @param lockEvery every so-many-th record is refused with UNABLE_TO_LOCK_ROW; 0 for none
 */
public record Mischief(Duration commitLag, int lockEvery) {
    public static final Mischief NONE = new Mischief(Duration.ZERO, 0);
}
