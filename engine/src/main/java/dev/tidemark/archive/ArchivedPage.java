package dev.tidemark.archive;

import java.time.Instant;
import java.util.UUID;

/**
 * A page that is in a sync's line.
 *
 * @param n its number; the line has no gaps
 * @param run that retrieved it
 * @param bytes as it came
 * @param listing of a reading of everything from which absence tells, the number of its first page; else 0
 * @param ends whether that reading ends with this page
 */
public record ArchivedPage(
        long n, UUID run, String ref, String format, long bytes, Instant retrievedAt, long listing, boolean ends) {}
