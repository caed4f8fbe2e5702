package dev.tidemark.connectors.sql.tables;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where rows go: staged together, or each tried by itself. */
interface Lane {

    /**
     * Takes a row, whose values are read during the call only.
     *
     * @return why the database refused it; null where that is not so or not yet known
     */
    @Nullable
    String take(Row row);

    /**
     * Stages keys of records that are no rows of the slice. Before {@link #sent}.
     *
     * @return false where the database cannot read one of them
     */
    boolean stage(OtherKeys others) throws SQLException;

    /**
     * The last row was taken: whatever is left is sent.
     *
     * @throws SQLException what went wrong here or, since rows cannot throw, at a row before
     */
    void sent() throws SQLException;

    /** Brings all rows into the table, where that is not done yet, and tells their fates. After {@link #sent}. */
    Fates finish(Slice slice) throws SQLException;

    /** Lets go of what it holds. */
    void close();
}
