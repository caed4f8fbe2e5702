package dev.tidemark.connectors.sql.tables;

import java.sql.SQLException;

/** The way of rows into the temporary table of a slice. */
public interface Stage extends AutoCloseable {

    /** Takes a row, whose values are read during the call only. */
    void add(Row row) throws SQLException;

    /** All rows that were added are in the stage. */
    void flush() throws SQLException;

    /** Lets go of what it holds; rows that were not flushed are forgotten. */
    @Override
    void close();
}
