package dev.tidemark.connectors.mariadb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.testkit.MariaDbServer;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.mariadb.MariaDb;
import dev.tidemark.connectors.sql.tables.Lab;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The tests' server, with no database of a test before. */
public record TestMariaDb(MariaDbServer server) implements Lab {

    public static TestMariaDb fresh() throws Exception {
        TestMariaDb server = new TestMariaDb(MariaDbServer.running());
        server.empty();
        return server;
    }

    public int port() {
        return server.port();
    }

    private void empty() throws SQLException {
        try (Connection connection = connect()) {
            List<String> databases = Jdbc.list(connection, "SHOW DATABASES", row -> row.getString(1));
            databases.removeAll(List.of("mysql", "information_schema", "performance_schema", "sys"));
            for (String database : databases) {
                Jdbc.execute(connection, "DROP DATABASE " + quote(database));
            }
        }
    }

    @Override
    public TableDestination connector() {
        return MariaDbConnector.mariaDb();
    }

    @Override
    public Access access() {
        return access(MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    Access access(String user, String password) {
        return TestAccess.of(
                Map.of("url", "mariadb://127.0.0.1:" + port(), "user", user), Map.of("password", password));
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = server.connect();
        Jdbc.execute(connection, "SET time_zone = '+00:00'");
        return connection;
    }

    @Override
    public String quote(String name) {
        return new MariaDb().quote(name);
    }
}
