package dev.tidemark.explain;

import dev.tidemark.checkpoint.Checkpoint;
import dev.tidemark.connector.RowLookup;
import dev.tidemark.rejection.Rejection;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one record of an inbound sync.
 *
 * @param checkpoint how far the sync has come, as of before the archive was searched
 * @param found what the archive has of it
 * @param rejections of its key that are kept, the newest first
 * @param kept what the table has of it; empty where it could not be looked at
 */
public record Evidence(
        Checkpoint checkpoint, ArchiveSearch.Found found, List<Rejection> rejections, Optional<RowLookup.Kept> kept) {

    public Evidence {
        rejections = List.copyOf(rejections);
    }

    /** The row, also where it is marked deleted. */
    public Optional<RowLookup.Row> row() {
        return kept.flatMap(RowLookup.Kept::row);
    }

    Optional<Rejection> rejection(Sighting sighting) {
        return rejections.stream()
                .filter(r -> r.page() == sighting.page() && r.ordinal() == sighting.ordinal())
                .findFirst();
    }

    /** What became of one sighting. */
    public Fate fate(Sighting seen) {
        if (seen.page() > checkpoint.appliedPage()) {
            return Fate.WAITS;
        }
        if (rejection(seen).isPresent() || seen.misfit().isPresent()) {
            return Fate.REJECTED;
        }
        if (row().isEmpty()) {
            return seen.deleted() ? Fate.TOMBSTONE : Fate.LOADED;
        }
        RowLookup.Row row = row().get();
        if (seen.page() == row.page()) {
            return seen.deleted() ? Fate.TOMBSTONE : Fate.WRITTEN;
        }
        boolean older = seen.version().isPresent()
                && row.version().isPresent()
                && seen.version().get().isBefore(row.version().get());
        if (older) {
            return Fate.OLDER;
        }
        if (seen.deleted()) {
            return Fate.TOMBSTONE;
        }
        return seen.page() > row.page() ? Fate.UNCHANGED : Fate.LOADED;
    }

    /** What became of a record that was seen. */
    public enum Fate {
        /** Its page is not loaded yet. */
        WAITS("waits to be loaded"),
        REJECTED("rejected"),
        /** The row stands as this brought it. */
        WRITTEN("the row stands as this brought it"),
        /** It said nothing new. */
        UNCHANGED("said nothing new"),
        /** What stands there has a newer version. */
        OLDER("older than what stands there, so it changes nothing"),
        /** It was a tombstone. */
        TOMBSTONE("said that the record is deleted"),
        /** It was loaded, and something else came later. */
        LOADED("loaded");

        private final String words;

        Fate(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}
