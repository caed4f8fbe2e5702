package dev.tidemark.explain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A record in an archived page.
 *
 * @param page the number of the page
 * @param ordinal its place among that page's records, from 0
 * @param run that retrieved the page
 * @param at when it did
 * @param version when the source says the record was last changed
 * @param deleted whether it is a tombstone
 * @param misfit why it cannot be loaded, as far as its source tells
 * @param record as it came; empty where its bytes cannot be told from the page's
 */
public record Sighting(
        long page,
        long ordinal,
        UUID run,
        Instant at,
        Optional<Instant> version,
        boolean deleted,
        Optional<String> misfit,
        String record) {}
