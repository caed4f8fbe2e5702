package dev.tidemark.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The roles of the embedded server, each with a database of its own that no other role may enter. */
final class Roles {

    static final String ADMIN = "tidemark_admin";
    static final String STORE = "tidemark_store";
    static final String WAREHOUSE = "warehouse";

    private Roles() {}

    /** Creates what is missing, so that a first start that was cut off is completed by the next. */
    static void ensure(ConnectionInfo admin, Passwords passwords) {
        try (Connection connection = connect(admin);
                Statement statement = connection.createStatement()) {
            for (String role : List.of(STORE, WAREHOUSE)) {
                if (!exists(connection, "SELECT FROM pg_roles WHERE rolname = ?", role)) {
                    statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + passwords.of(role) + "'");
                }
                if (!exists(connection, "SELECT FROM pg_database WHERE datname = ?", role)) {
                    statement.execute("CREATE DATABASE " + role + " OWNER " + role);
                }
                statement.execute("REVOKE ALL ON DATABASE " + role + " FROM PUBLIC");
            }
            statement.execute("REVOKE ALL ON DATABASE postgres FROM PUBLIC");
        } catch (SQLException e) {
            throw new EmbeddedPostgresException(
                    "postgres.not_prepared",
                    "The embedded PostgreSQL started but could not be prepared: " + e.getMessage(),
                    "Look into postgres.log in the data folder.",
                    e);
        }
    }

    static Connection connect(ConnectionInfo to) throws SQLException {
        return DriverManager.getConnection(to.jdbcUrl(), to.user(), to.password());
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            try (ResultSet found = select.executeQuery()) {
                return found.next();
            }
        }
    }
}
