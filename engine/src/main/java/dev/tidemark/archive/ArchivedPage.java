package dev.tidemark.archive;

import java.time.Instant;
import java.util.UUID;

/**
 * A page that is in a sync's line.
 *
 * @param n its number; the line has no gaps
 * @param run that retrieved it
 * @param bytes as it came
 */
public record ArchivedPage(long n, UUID run, String ref, String format, long bytes, Instant retrievedAt) {}
