package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir
    Path temporary;

    @Test
    void a_restart_keeps_the_data() throws SQLException {
        try (var server = open()) {
            execute(server.store(), "CREATE TABLE kept AS SELECT 'äöü' AS word");
        }
        try (var server = open()) {
            assertThat(ask(server.store(), "SELECT word FROM kept")).isEqualTo("äöü");
        }
    }

    private EmbeddedPostgres open() {
        return EmbeddedPostgres.open(temporary.resolve("data"), EmbeddedPostgres.Options.forTests());
    }

    private static void execute(ConnectionInfo to, String sql) throws SQLException {
        try (Connection connection = Roles.connect(to);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(ConnectionInfo to, String sql) throws SQLException {
        try (Connection connection = Roles.connect(to);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
