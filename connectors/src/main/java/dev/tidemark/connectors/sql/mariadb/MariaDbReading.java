package dev.tidemark.connectors.sql.mariadb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Faults;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.read.Keyset;
import dev.tidemark.connectors.sql.read.SourceDatabase;
import dev.tidemark.connectors.sql.read.SqlTrouble;
import dev.tidemark.connectors.sql.read.Table;
import dev.tidemark.connectors.sql.read.TableColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a MariaDB or MySQL server is read. */
public final class MariaDbReading implements SourceDatabase {

    private static final int PIECE = 50;

    /** The permission to see the transactions of others is lacking. */
    private static final int NO_PROCESS = 1227;

    private final MariaDb server = new MariaDb();

    @Override
    public String place(Access access) {
        return server.place(access);
    }

    @Override
    public Connection open(Access access) throws SQLException, Unavailable {
        Connection connection = server.open(access);
        try {
            connection.setReadOnly(true);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public List<Table> tables(Connection connection, Access access, Optional<String> stream) throws SQLException {
        return new ReadableTables(connection, access.settings().find("schema")).find(stream);
    }

    /**
     * A statement's NOW() is when it began, in a transaction that began before. A server that is read-only is taken for a replica,
     * whose rows were written elsewhere, and before.
     */
    @Override
    public Instant settled(Connection connection, Duration longest) throws SQLException {
        Instant now = Jdbc.first(connection, "SELECT UNIX_TIMESTAMP(SYSDATE(6))", row -> moment(row.getString(1)))
                .orElseThrow();
        Instant earliest = now.minus(longest);
        boolean replica = Jdbc.first(connection, "SELECT @@global.read_only", row -> row.getInt(1) != 0)
                .orElseThrow();
        if (replica) {
            return earliest;
        }
        Instant oldest;
        try {
            oldest = oldestTransaction(connection).orElse(now);
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_PROCESS) {
                throw e;
            }
            return earliest;
        }
        Instant bound = oldest.isBefore(now) ? oldest : now;
        return bound.isBefore(earliest) ? earliest : bound;
    }

    /** Told in the zone of the server's machine, whatever that of the session is. */
    private static Optional<Instant> oldestTransaction(Connection connection) throws SQLException {
        Jdbc.execute(connection, "SET time_zone = SYSTEM");
        try {
            return Jdbc.first(
                    connection,
                    "SELECT MIN(UNIX_TIMESTAMP(trx_started)) FROM information_schema.innodb_trx"
                            + " WHERE trx_mysql_thread_id <> CONNECTION_ID() HAVING MIN(trx_started) IS NOT NULL",
                    row -> moment(row.getString(1)));
        } finally {
            Jdbc.execute(connection, "SET time_zone = '+00:00'");
        }
    }

    private static Instant moment(String seconds) {
        return Instant.EPOCH.plusNanos(
                new java.math.BigDecimal(seconds).movePointRight(9).longValue());
    }

    @Override
    public Optional<String> grantToSeeTransactions(Connection connection) throws SQLException {
        try {
            oldestTransaction(connection);
            return Optional.empty();
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_PROCESS) {
                throw e;
            }
            return Jdbc.first(
                    connection, "SELECT CONCAT('GRANT PROCESS ON *.* TO ', CURRENT_USER())", row -> row.getString(1));
        }
    }

    @Override
    public boolean isInUtc(Connection connection) throws SQLException {
        return Jdbc.first(
                        connection,
                        "SELECT CASE WHEN @@global.time_zone = 'SYSTEM' THEN @@system_time_zone ELSE"
                                + " @@global.time_zone END",
                        row -> List.of("UTC", "GMT", "+00:00", "Etc/UTC").contains(row.getString(1)))
                .orElse(false);
    }

    @Override
    public String after(List<TableColumn> order) {
        return Keyset.spelledOut(order);
    }

    @Override
    public List<Integer> bindings(int columns) {
        return Keyset.bindings(columns);
    }

    @Override
    public PreparedStatement streaming(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(PIECE);
        return statement;
    }

    /** The driver would read what is left of a result before it lets go of it. */
    @Override
    public void enough(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
    }

    @Override
    public SqlTrouble trouble(SQLException e, String attempt) {
        return switch (e.getErrorCode()) {
            // Too many connections, of all or of this user; the server shuts down.
            case 1040, 1203, 1226, 1053 ->
                new SqlTrouble.Busy("cannot " + attempt + ": " + Faults.text(e), Duration.ofSeconds(15));
            default -> SqlTrouble.of(server.fault(e), e, attempt);
        };
    }
}
