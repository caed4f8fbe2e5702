package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.read.TableColumn;
import dev.tidemark.connectors.sql.tables.TableDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a database that offers models has of its own. Stateless and safe for use by many threads. */
public interface ModelDialect {

    /** How the same database keeps tables. */
    TableDialect tables();

    /**
     * A connection without autocommit, on which the names of a model are looked for in the account's schema.
     *
     * @throws dev.tidemark.connector.ConnectorException where a person must act
     */
    Connection open(Access access) throws Unavailable;

    /** The columns of a query, which is not run. In their expressions its row is called {@code t}. */
    List<TableColumn> columns(Connection connection, String query) throws SQLException;

    /** The name in statements of a temporary table that is called so. */
    String temporary(String name);

    /**
     * Whether large tables have an index on their key. Where an index costs more than it saves, rows are put in the order of
     * their keys.
     */
    boolean hasIndexes();

    /** A text in a statement. */
    String literal(String text);

    /**
     * A text that is the same only where all of these values are.
     *
     * @param names of the columns
     * @param values the expressions of their texts
     */
    String whole(List<String> names, List<String> values, List<Boolean> plain);

    /** Values of many types, as columns spell them: their text must stay, or all rows of all models would seem changed. */
    List<String> samples();

    /** The transaction that begins next can change nothing but temporary tables. */
    void readOnly(Connection connection) throws SQLException;

    /** Whether a query failed because there is no such table, or nothing in which it would stand. */
    boolean isMissing(SQLException e);

    /** A moment as the ledger keeps it. */
    Optional<Instant> moment(ResultSet row, int column) throws SQLException;
}
