package dev.tidemark.connectors.manifest.slice;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time that is read.
 *
 * @param newest the greatest cursor value of its records
 */
public record Interval(Instant from, Instant to, Optional<Instant> newest) {}
