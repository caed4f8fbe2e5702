package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestPostgresIT {

    @Test
    void a_fresh_database_is_empty_and_belongs_to_no_superuser() throws SQLException {
        assertThat(tables(TestPostgres.freshDatabase())).isZero();
        var database = TestPostgres.freshDatabase();
        try (Connection connection = Roles.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE tide ()");
            statement.execute("CREATE SCHEMA ledger");
        }
        assertThat(tables(database)).isEqualTo(1);
        assertThat(tables(TestPostgres.freshDatabase())).isZero();
        try (Connection connection = Roles.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            row.next();
            assertThat(row.getBoolean(1)).isFalse();
        }
    }

    private static long tables(ConnectionInfo database) throws SQLException {
        try (Connection connection = Roles.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")) {
            row.next();
            return row.getLong(1);
        }
    }
}
