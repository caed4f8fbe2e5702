package dev.tidemark.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * What an answer's headers said of the account's allowance. Vendors' counts lag and jump, so this corrects what is known
 * and never replaces the engine's own count.
 *
 * @param usage requests used and allowed in a window, where the answer said so
 */
public record Limits(Optional<Usage> usage) {

    /** Used and allowed requests in one window, as the vendor counts them. */
    public record Usage(long used, long allowed, Duration per) {}

    public static final Limits UNKNOWN = new Limits(Optional.empty());

    public static Limits used(long used, long allowed, Duration per) {
        return new Limits(Optional.of(new Usage(used, allowed, per)));
    }
}
