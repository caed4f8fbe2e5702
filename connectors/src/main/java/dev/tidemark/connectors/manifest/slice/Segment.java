package dev.tidemark.connectors.manifest.slice;

import java.time.Instant;

/**
 * A stretch of time that is still to be read, and is cut into windows on the way.
 *
 * @param isLast whether its end is the end of all, which belongs to the last window
 */
public record Segment(Instant from, Instant to, boolean isLast) {}
