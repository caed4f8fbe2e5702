package dev.tidemark.estimate;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A reading of everything that is not over, as the store knows it, over all runs that took part.
 *
 * @param account {@code workspace/account}
 * @param runs that took part, at least one
 * @param began when the first of them did
 * @param rows that are loaded or have another fate
 * @param expected how many records the source says it will answer; empty where it does not
 * @param pagesApplied pages of this reading of which the rows are counted
 * @param pagesWaiting pages in the archive that are not
 * @param retrieved whether its last page is in the archive
 * @param run the part of it that is under way; empty between two runs
 * @param recentPages of its last minutes
 * @param recentSince when the first of those came; empty where there is none
 */
public record Reading(
        UUID sync,
        String workspace,
        String name,
        String account,
        int runs,
        Instant began,
        long rows,
        OptionalLong expected,
        long requests,
        long pagesApplied,
        long pagesWaiting,
        boolean retrieved,
        Optional<Under> run,
        int recentPages,
        Optional<Instant> recentSince) {

    /**
     * The run that is under way.
     *
     * @param rows that it has brought
     */
    public record Under(UUID id, Instant began, long rows) {}

    public String label() {
        return workspace + "/" + name;
    }
}
