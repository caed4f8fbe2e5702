package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Address;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens connections, set up so that neither side waits forever for the other. */
final class Session {

    static final Address.Kind ADDRESS = new Address.Kind(
            "PostgreSQL", "postgres(?:ql)?", "postgresql", "postgresql://host:port/database, with '?sslmode=require'");

    private Session() {}

    /**
     * A connection for loading and for the ledger, without autocommit. Times are read and written in UTC; a lock that
     * somebody else holds is waited for 5 seconds; the server ends a transaction that its worker has forgotten.
     */
    static Connection open(Access access) throws Unavailable {
        Address address = new Address(access, ADDRESS);
        try {
            return setUp(connect(address), access.settings().find("schema").orElse("public"));
        } catch (SQLException e) {
            throw Faults.unavailable(e, "connect to " + address.place());
        }
    }

    private static Connection connect(Address address) throws SQLException {
        Properties properties = address.properties();
        properties.putIfAbsent("ApplicationName", "tidemark");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("loginTimeout", "20");
        properties.putIfAbsent("socketTimeout", "3600");
        properties.putIfAbsent("tcpKeepAlive", "true");
        // Each merge is planned for the size of its own slice.
        properties.putIfAbsent("prepareThreshold", "0");
        return DriverManager.getConnection(address.url(), properties);
    }

    private static Connection setUp(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement path = connection.prepareStatement("""
                        SELECT set_config('search_path',
                            quote_ident(?) || ', ' || current_setting('search_path'), false)""")) {
            statement.execute("""
                    SET TimeZone = 'UTC';
                    SET DateStyle = 'ISO';
                    SET lock_timeout = '5s';
                    SET idle_in_transaction_session_timeout = '10min';
                    SET tcp_keepalives_idle = 60;
                    SET tcp_keepalives_interval = 10;
                    SET tcp_keepalives_count = 3;
                    SET work_mem = '64MB';
                    SET temp_buffers = '64MB';
                    SET jit = off
                    """);
            // A person's model names the tables of its workspace as they are.
            path.setString(1, schema);
            path.execute();
            // Invariant 1: what is committed is durable, whatever the database's default.
            statement.execute("""
                    SELECT set_config('synchronous_commit', 'on', false)
                     WHERE current_setting('synchronous_commit') = 'off'
                    """);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Ends a transaction that failed, and keeps silent: the connection may be gone, and with it the transaction. */
    static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            close(connection);
        }
    }

    /** Closes without a word: what was not committed is rolled back by the server. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            // The server sees the end of the connection by itself.
        }
    }
}
