package dev.tidemark.archive;

import dev.tidemark.checkpoint.Reached;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A page that is in a sync's line.
 *
 * @param n its number; the line has no gaps
 * @param run that retrieved it
 * @param bytes as it came
 * @param listing of a reading of everything from which absence tells, the number of its first page; else 0
 * @param ends whether that reading ends with this page
 * @param reached what the pass that ends with this page has seen for certain; empty where none does, or nothing is told
 */
public record ArchivedPage(
        long n,
        UUID run,
        String ref,
        String format,
        long bytes,
        Instant retrievedAt,
        long listing,
        boolean ends,
        Optional<Reached> reached) {}
