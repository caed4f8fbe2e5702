package dev.tidemark.connector;

import java.util.List;
import java.util.Optional;

/**
 * One worker's way into one table. Not for several threads at once. Closing without {@link #commit} leaves the table as it
 * was.
 */
public interface TableLoad extends AutoCloseable {

    /**
     * Takes the table for this worker, so that every older one can change nothing from now on (invariant 2).
     *
     * @throws LeaseLost where a higher fencing number stands there already
     */
    Mark claim(long fence) throws LeaseLost, Unavailable;

    /**
     * Begins a slice: rows are sent to the database as they come.
     *
     * @param careful whether each row is tried on its own; slow, and only for a slice that was refused as a whole
     */
    RowSink begin(boolean careful) throws Unavailable;

    /**
     * Merges the slice and moves the mark, in one transaction (invariant 1). A row with an older version than the table's
     * changes nothing; of several versions in a slice the newest counts, of equal ones the last.
     *
     * @param run the run that the slice belongs to
     * @param seen records the slice's pages held
     * @param rejected how many of them were rejected; the rest were sent to the sink
     * @param toPage the last page of the slice
     * @param listing the reading of everything that the slice is part of; empty where absence from it would mean nothing
     * @param tide what the pass tells that is complete with the slice's last page; empty where none is, or it tells nothing
     * @return the new mark; rows that the end of a listing deleted are among its run's seen and deleted
     * @throws LeaseLost where the table was claimed by a higher fencing number
     * @throws RowsRefused where the database refused a row; never in careful mode
     */
    Mark commit(
            long fence,
            String run,
            long seen,
            long rejected,
            long toPage,
            Optional<Listing> listing,
            Optional<Tide> tide)
            throws LeaseLost, RowsRefused, Unavailable;

    /** As {@link #commit} of a slice with which no pass is complete. */
    default Mark commit(long fence, String run, long seen, long rejected, long toPage, Optional<Listing> listing)
            throws LeaseLost, RowsRefused, Unavailable {
        return commit(fence, run, seen, rejected, toPage, listing, Optional.empty());
    }

    /** Moves the tidemark by a pass that brought nothing new, in one small transaction. */
    Mark rise(long fence, Tide tide) throws LeaseLost, Unavailable;

    /** What a person should know of the last commit: that a brake was pulled, say. */
    List<String> notes();

    /**
     * Tells that the stream's first pass is complete: a table filled without its primary key gets it now, one row a key.
     * Does nothing where that is done.
     *
     * @return the mark, with rows that were there twice moved from loaded to unchanged
     */
    Mark finish(long fence) throws LeaseLost, Unavailable;

    /** Deletes one row for good, whatever the sync's rule for deletes. For a person's request to be forgotten. */
    boolean forget(String key) throws Unavailable;

    @Override
    void close();
}
