package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Access;
import dev.tidemark.connectors.sql.tables.TestAccess;
import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** An empty database of its own for one test. */
record TestDatabase(String host, int port, String name, String user, String password) {

    static TestDatabase fresh() {
        ConnectionInfo made = TestPostgres.freshDatabase();
        return new TestDatabase(made.host(), made.port(), made.database(), made.user(), made.password());
    }

    Access access() {
        return access(port);
    }

    /** The same through another port, such as a proxy's. */
    Access access(int through) {
        return TestAccess.of(
                Map.of("url", "postgresql://" + host + ":" + through + "/" + name, "user", user),
                Map.of("password", password));
    }

    /** How it is reached, and these. */
    Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("url", "postgresql://" + host + ":" + port + "/" + name);
        settings.put("user", user);
        return settings;
    }

    Connection connect() throws SQLException {
        Connection connection =
                DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/" + name, user, password);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
        }
        return connection;
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a query, the columns of each joined by a bar. */
    List<String> rows(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                found.add(row.toString());
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String one(String query) {
        return rows(query).getFirst();
    }
}
