package dev.tidemark.connectors.manifest.stream;

import java.time.Duration;

/**
 * Where a sync must be more careful than the format is.
 *
 * @param isStrict whether an answer that cannot be decoded is asked for again; the format takes it for an empty one
 * @param overlap how much of the time that was read is read again, for what was committed late
 */
public record Rigour(boolean isStrict, Duration overlap) {

    /** The format's own meaning. */
    public static final Rigour AS_WRITTEN = new Rigour(false, Duration.ZERO);

    public Rigour {
        if (overlap.isNegative()) {
            throw new IllegalArgumentException("an overlap is not negative: " + overlap);
        }
    }
}
