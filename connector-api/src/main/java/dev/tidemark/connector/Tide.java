package dev.tidemark.connector;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pass over a stream tells of the table that has all of it: it saw every change of before then. A table's
 * {@link Tidemark} moves by it, in the transaction that brings the last of the pass, and only where it follows on what is in:
 * a pass of what changed since a later moment than the table's moves nothing.
 *
 * @param to the moment, by the source's clock, in microseconds at most
 * @param changes whether every create and update of before then was in the pass; not where records may slip between its pages
 * @param deletes how the stream tells of deletes
 * @param from the moment from which the pass tells of changes; empty where it read everything
 * @param first the number of the pass's first page
 * @param notVouched columns that change without a trace; empty where the table's columns are not those that the pass brought
 * @param rejected how many records of the stream are rejected so far
 * @param assumes what this rests on, in words for people
 */
public record Tide(
        Instant to,
        boolean changes,
        Deletes deletes,
        Optional<Instant> from,
        long first,
        Optional<List<String>> notVouched,
        long rejected,
        String assumes) {

    /** How a stream tells of deletes. */
    public enum Deletes {
        /** Not at all. */
        NEVER,
        /** Reads of changes tell of them. */
        TOLD,
        /** Reads of everything tell of them, too. */
        ALWAYS_TOLD,
        /** Rows that two complete readings of everything lack are gone ({@link Listing}). */
        ABSENCE
    }

    public Tide {
        Objects.requireNonNull(deletes);
        Objects.requireNonNull(from);
        notVouched = notVouched.map(List::copyOf);
    }
}
