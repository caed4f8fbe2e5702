package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Unavailable;
import java.sql.SQLException;
import java.util.List;

/**
 * Makes and changes tables over one connection. Where a database has no transactional DDL each call is a step of its own that
 * is done or not, and that can be called again.
 */
public interface Ddl {

    /**
     * A column that is to be of a wider type.
     *
     * @param name as it stands
     */
    record Widening(String name, FieldType from, FieldType to) {}

    /** Waits for others that prepare tables, and keeps them waiting until this connection closes or commits for good. */
    void oneAtATime() throws SQLException, Unavailable;

    /** Makes the tables that hold marks, graves and readings, where they are missing. */
    void makeOwn() throws SQLException;

    /** Makes a table of Tidemark's own in its schema, where it is missing. */
    void own(String name, String columns, String comment) throws SQLException;

    boolean exists(String schema, String table) throws SQLException;

    /** Whether the table that stands there was made for this sync, as far as the database itself can tell. */
    boolean isOf(String schema, String table, String sync) throws SQLException;

    boolean schemaExists(String schema) throws SQLException;

    /** @return whether it had to be made */
    boolean makeSchema(String schema) throws SQLException;

    void create(TableSpec table) throws SQLException;

    void rename(String fromSchema, String fromTable, TableSpec to) throws SQLException;

    void alter(TableSpec table, List<Column> added, List<Widening> widened) throws SQLException;

    /** What was done so far stays, where DDL is not part of transactions. */
    void step() throws SQLException;
}
