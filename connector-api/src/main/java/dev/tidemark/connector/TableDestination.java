package dev.tidemark.connector;

import java.util.List;

/** A database into which tables are kept. */
public interface TableDestination extends Connector {

    /**
     * Makes the table, or evolves it: adds columns, widens types, without a gap for readers (invariant 10). Never drops a
     * column.
     *
     * @return what was done, a line each, for the run's notes; empty where nothing had to be
     * @throws ConnectorException where a person must act: no permission, a table of that name that is not ours
     */
    List<String> prepare(Access access, TableSpec table) throws Unavailable;

    /** Opens a load into a prepared table. */
    TableLoad open(Access access, TableSpec table) throws Unavailable;
}
