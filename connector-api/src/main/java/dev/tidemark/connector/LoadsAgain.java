package dev.tidemark.connector;

/**
 * A way into a table that can also take in pages which were applied to it before: a mapping was corrected, say. Nothing older
 * is put over anything newer by that: a row changes only where no later page has changed it since, and a row that was deleted
 * stays deleted.
 */
public interface LoadsAgain extends TableLoad {

    /** Whether the table's first filling is over; before that nothing can be loaded again. */
    boolean isFilled();

    /** As {@link #begin}, for a slice of pages that were applied before, in their order. After {@link #claim}. */
    RowSink beginAgain(boolean careful) throws Unavailable;

    /**
     * Merges the slice, in one transaction. The mark stays where it is. Doing it again changes nothing.
     *
     * @param seen records the slice's pages held
     * @param rejected how many of them were rejected; the rest were sent to the sink
     * @return the fates of the slice's records
     * @throws LeaseLost where the table was claimed by a higher fencing number
     * @throws RowsRefused where the database refused a row; never in careful mode
     */
    Counts commitAgain(long fence, long seen, long rejected) throws LeaseLost, RowsRefused, Unavailable;

    /**
     * Tells how many records of before the tidemark are rejected by now; the tidemark itself stays where it is.
     *
     * @throws LeaseLost where the table was claimed by a higher fencing number
     */
    Mark recount(long fence, long rejected) throws LeaseLost, Unavailable;
}
