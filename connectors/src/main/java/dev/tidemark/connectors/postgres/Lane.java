package dev.tidemark.connectors.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where encoded rows go: streamed together, or each tried by itself. */
interface Lane {

    /** Rows are appended here, whole ones only. */
    Bytes rows();

    /**
     * A row was appended.
     *
     * @return why the database refused it, null where that is not so or not yet known
     */
    @Nullable
    String ended(boolean tombstone, boolean versioned);

    /**
     * The last row has ended: whatever is left is sent.
     *
     * @throws SQLException what went wrong here or, since rows cannot throw, at a row before
     */
    void sent() throws SQLException;

    /** Brings all rows into the table, where that is not done yet, and tells their fates. After {@link #sent}. */
    Fates finish(Slice slice) throws SQLException;

    /** Gives up: nothing more is sent. */
    void abandon();
}
