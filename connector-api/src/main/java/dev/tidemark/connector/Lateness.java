package dev.tidemark.connector;

import java.time.Duration;

/**
 * How late a change may be seen at a source, which says what a reading that began then has seen for certain.
 *
 * @param lag how much later than its own time stamp a change may be shown, as {@link ConnectorSpec#safetyLag}
 * @param delay how much of it is the API's own doing, which shows nobody a change before: an index that follows, an export
 *     that leaves out the last minute
 * @param skew how far the source's clock may be from ours, where an answer does not tell its time
 */
public record Lateness(Duration lag, Duration delay, Duration skew) {

    /** Servers keep their clocks by others' and are within a second of them; who is a minute off is broken. */
    public static final Duration USUAL_SKEW = Duration.ofMinutes(1);

    public Lateness {
        if (lag.isNegative() || delay.isNegative() || skew.isNegative() || delay.compareTo(lag) > 0) {
            throw new IllegalArgumentException(
                    "no lateness: " + lag + ", of it " + delay + " the API's own, and a skew of " + skew);
        }
    }

    /** Where all of it may be commits that are late, and clocks are as good as usual. */
    public static Lateness of(Duration lag) {
        return new Lateness(lag, Duration.ZERO, USUAL_SKEW);
    }

    /** The same, of which so much is the API's own doing. */
    public Lateness delayed(Duration own) {
        return new Lateness(lag, own, skew);
    }
}
