package dev.tidemark.connector;

import java.util.List;

/**
 * A database that can also keep views over its tables. They hold nothing of their own: what is deleted or changed in a table is
 * so in its views, at the same moment. No row waits for a view: one that cannot be made as it should be, because something of
 * a person's depends on it, stays as it was, and the run's notes say so.
 */
public interface ViewDestination extends TableDestination {

    /**
     * Makes or evolves the table as {@link #prepare(Access, TableSpec)} does and, in the same transaction, its views. Views that
     * were kept for this sync and are not among these are dropped.
     */
    List<String> prepare(Access access, TableSpec table, Views views) throws Unavailable;

    /** Opens a load that lets the views of lists grow with what the rows bring, in the transactions that bring them. */
    TableLoad open(Access access, TableSpec table, Views views) throws Unavailable;
}
