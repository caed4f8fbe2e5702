package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Unavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is particular to one database that is read. Stateless. */
public interface SourceDatabase {

    /** Where the database is, for messages: no user, no password. */
    String place(Access access);

    /**
     * A connection that only reads, without autocommit, with times in UTC and bounds on how long either side waits.
     *
     * @throws dev.tidemark.connector.ConnectorException where a person must act
     */
    Connection open(Access access) throws SQLException, Unavailable;

    /**
     * The tables and views that the user may read, but for Tidemark's own.
     *
     * @param stream only the one of this name, then whether it may be read or not; empty for all
     */
    List<Table> tables(Connection connection, Access access, Optional<String> stream) throws SQLException;

    /**
     * A moment by the database's clock before which no row can still be written: that of now, or of when the oldest transaction
     * began that is still open, for its rows bear the time of its beginning and are seen at its end. Asked before the rows are.
     *
     * @param longest how long a transaction may have been open where that cannot be seen
     */
    Instant settled(Connection connection, Duration longest) throws SQLException;

    /**
     * What the user must be granted so that {@link #settled} sees the transactions of others; empty where it does, or where
     * none could be seen anyway.
     */
    Optional<String> grantToSeeTransactions(Connection connection) throws SQLException;

    /** Whether times without a zone are in UTC here, as far as the server's own settings tell. */
    boolean isInUtc(Connection connection) throws SQLException;

    /** The condition that a row comes after the values of {@link #bindings}, in the order of these columns. */
    String after(List<TableColumn> order);

    /** The numbers of the values, counted from 0, that the question marks of {@link #after} stand for. */
    List<Integer> bindings(int columns);

    /** Prepares a query whose rows come in pieces, so that memory is bounded by a piece. */
    PreparedStatement streaming(Connection connection, String sql) throws SQLException;

    /** No more of the rows that were asked for are wanted; the connection is not used again. */
    default void enough(Connection connection) throws SQLException {}

    /** @param attempt what was tried, as a verb */
    SqlTrouble trouble(SQLException e, String attempt);
}
