package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Access;
import dev.tidemark.connectors.sql.Address;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.read.SourceDatabase;
import dev.tidemark.connectors.sql.read.SqlTrouble;
import dev.tidemark.connectors.sql.read.Table;
import dev.tidemark.connectors.sql.read.TableColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How PostgreSQL is read, a primary or a standby. */
final class PostgresTables implements SourceDatabase {

    /** First rows are few, for they may be large. */
    private static final int FIRST_PIECE = 50;

    @Override
    public String place(Access access) {
        return new Address(access, Session.ADDRESS).place();
    }

    @Override
    public Connection open(Access access) throws SQLException {
        Address address = new Address(access, Session.ADDRESS);
        Properties properties = address.properties();
        properties.putIfAbsent("ApplicationName", "tidemark");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("loginTimeout", "20");
        properties.putIfAbsent("socketTimeout", "1200");
        properties.putIfAbsent("tcpKeepAlive", "true");
        properties.putIfAbsent("prepareThreshold", "0");
        Connection connection = DriverManager.getConnection(address.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                SET default_transaction_read_only = on;
                SET TimeZone = 'UTC';
                SET DateStyle = 'ISO';
                SET IntervalStyle = 'iso_8601';
                SET extra_float_digits = 1;
                SET lock_timeout = '5s';
                SET statement_timeout = '15min';
                SET idle_in_transaction_session_timeout = '10min';
                SET jit = off
                """);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public List<Table> tables(Connection connection, Access access, Optional<String> stream) throws SQLException {
        return new ReadableTables(connection, access.settings().find("schema"), stream).find();
    }

    /**
     * PostgreSQL's now() is when a transaction began. What other users' sessions do is seen by members of pg_read_all_stats; a
     * standby, a subscriber and a prepared transaction show rows that were written by transactions which are seen nowhere.
     */
    @Override
    public Instant settled(Connection connection, Duration longest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            SELECT CASE WHEN pg_is_in_recovery()
                        THEN coalesce(pg_last_xact_replay_timestamp(), clock_timestamp())
                        ELSE clock_timestamp() END,
                   (SELECT min(xact_start) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()
                       AND backend_type IN ('client backend', 'background worker')),
                   pg_is_in_recovery()
                     OR EXISTS (SELECT FROM pg_stat_subscription)
                     OR EXISTS (SELECT FROM pg_prepared_xacts WHERE database = current_database())
                     OR (NOT pg_has_role('pg_read_all_stats', 'USAGE')
                         AND EXISTS (SELECT FROM pg_stat_activity
                                      WHERE datname = current_database() AND usename <> current_user)),
                   (SELECT min(prepared) FROM pg_prepared_xacts WHERE database = current_database())
            """);
                ResultSet row = statement.executeQuery()) {
            row.next();
            Instant now = moment(row, 1).orElseThrow();
            Instant earliest = now.minus(longest);
            Optional<Instant> prepared = moment(row, 4);
            if (prepared.isPresent() && prepared.get().isBefore(now)) {
                return prepared.get().minus(longest);
            }
            if (row.getBoolean(3)) {
                return earliest;
            }
            Instant oldest = moment(row, 2).filter(now::isAfter).orElse(now);
            return oldest.isBefore(earliest) ? earliest : oldest;
        }
    }

    @Override
    public Optional<String> grantToSeeTransactions(Connection connection) throws SQLException {
        return Jdbc.first(
                connection,
                "SELECT 'GRANT pg_read_all_stats TO ' || quote_ident(current_user)"
                        + " WHERE NOT pg_has_role('pg_read_all_stats', 'USAGE') AND NOT pg_is_in_recovery()",
                row -> row.getString(1));
    }

    private static Optional<Instant> moment(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(value).map(OffsetDateTime::toInstant);
    }

    @Override
    public boolean isInUtc(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'");
                ResultSet row = statement.executeQuery()) {
            return row.next() && List.of("UTC", "Etc/UTC", "GMT", "Etc/GMT").contains(row.getString(1));
        }
    }

    @Override
    public String after(List<TableColumn> order) {
        return "(" + order.stream().map(TableColumn::order).collect(Collectors.joining(", ")) + ") > ("
                + order.stream().map(TableColumn::bound).collect(Collectors.joining(", ")) + ")";
    }

    @Override
    public List<Integer> bindings(int columns) {
        return IntStream.range(0, columns).boxed().toList();
    }

    @Override
    public PreparedStatement streaming(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(FIRST_PIECE);
        return statement;
    }

    @Override
    public SqlTrouble trouble(SQLException e, String attempt) {
        String state = Faults.state(e);
        String why = "cannot " + attempt + ": " + Faults.text(e) + " (SQLSTATE " + state + ")";
        return switch (state) {
            // Too many connections; the server starts, stops or recovers.
            case "53300", "57P01", "57P03" -> new SqlTrouble.Busy(why, Duration.ofSeconds(15));
            case "57014" ->
                new SqlTrouble.Passes(
                        why + ". A statement_timeout or a person ended the query: an index on the key, and one"
                                + " on the column of 'cursors' and the key, make pages cheap");
            case "42501" ->
                new SqlTrouble.Mend(
                        "source.no_permission",
                        why,
                        "Grant USAGE on the schema and SELECT on the table to the user that Tidemark signs in as");
            case "28000", "28P01" ->
                new SqlTrouble.Mend(
                        "source.login_refused", why, "Check 'user' and 'password', and pg_hba.conf of the server");
            case "3D000" ->
                new SqlTrouble.Mend("source.database_missing", why, "Correct the database's name in the url");
            default -> byClass(state, why);
        };
    }

    /** Connection, transaction rolled back (a standby's conflicts too), resources, locks, operators, the system. */
    private static SqlTrouble byClass(String state, String why) {
        return switch (state.substring(0, 2)) {
            case "08", "40", "53", "55", "57", "58", "25" -> new SqlTrouble.Passes(why);
            default ->
                new SqlTrouble.Mend(
                        "source.database_error",
                        why,
                        "Read the database's message; if the table was changed just now, the next run looks at it"
                                + " anew");
        };
    }
}
