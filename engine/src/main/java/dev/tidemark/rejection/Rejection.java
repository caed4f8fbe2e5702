package dev.tidemark.rejection;

import java.time.Instant;
import java.util.UUID;

/**
 * A record that could not be written, kept with its reason (invariant 6).
 *
 * @param page the page it came in
 * @param ordinal its place among the page's records, from 0
 * @param key its key, as far as it could be read
 * @param field the field that did not fit; empty where the row as a whole was refused
 * @param value the value that did not fit
 * @param record as it came
 */
public record Rejection(
        long page,
        long ordinal,
        UUID run,
        String key,
        String field,
        String reason,
        String value,
        String record,
        Instant at) {}
