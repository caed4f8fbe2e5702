package dev.tidemark.simulation;

import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.TestPostgres;
import dev.tidemark.store.JdbcStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that all simulations share, one after the other: the store, the tables, the models. */
final class World {

    static final String SCHEMA = "synced";
    private static final ConnectionInfo DATABASE = TestPostgres.freshDatabase();
    private static final JdbcStore STORE = JdbcStore.open(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
    private static final Connection CONNECTION = connect();

    private World() {}

    static JdbcStore store() {
        return STORE;
    }

    static Settings settings() {
        return new Settings(Map.of(
                "url",
                "postgresql://" + DATABASE.host() + ":" + DATABASE.port() + "/" + DATABASE.database(),
                "user",
                DATABASE.user()));
    }

    static Secrets secrets() {
        return secrets(Map.of("password", DATABASE.password()));
    }

    static Secrets secrets(Map<String, String> values) {
        return new Secrets() {
            @Override
            public Optional<String> find(String name) {
                return Optional.ofNullable(values.get(name));
            }

            @Override
            public void put(String name, String value) {
                throw new UnsupportedOperationException("no secret is handed out here");
            }

            @Override
            public void forget(String name) {
                throw new UnsupportedOperationException("no secret is handed out here");
            }
        };
    }

    private static Connection connect() {
        try {
            return DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
        } catch (SQLException e) {
            throw new IllegalStateException("no database", e);
        }
    }

    /** Everything of the simulation before is gone. */
    static void clean() {
        execute("""
                SET lock_timeout = '5s';
                SET client_min_messages = warning;
                DELETE FROM rejection; DELETE FROM refused_row; DELETE FROM page; DELETE FROM checkpoint;
                DELETE FROM job; DELETE FROM run; DELETE FROM sync; DELETE FROM quota; DELETE FROM quota_spent;
                DROP SCHEMA IF EXISTS synced CASCADE;
                DROP SCHEMA IF EXISTS tidemark CASCADE;
                DROP SCHEMA IF EXISTS model CASCADE;
                CREATE SCHEMA model""");
    }

    static void execute(String sql) {
        try (Statement statement = CONNECTION.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The rows of a query as text. */
    static List<List<@Nullable String>> rows(String query) {
        try (Statement statement = CONNECTION.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<List<@Nullable String>> found = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<@Nullable String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                found.add(row);
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    static long count(String query) {
        return Long.parseLong(String.valueOf(rows(query).getFirst().getFirst()));
    }
}
