package dev.tidemark.simulation;

import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.TestPostgres;
import dev.tidemark.store.JdbcStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the simulations of one thread share, one after the other: a database that is store, destination and home of the
 * models, and a folder for the archive.
 */
final class World {

    static final String SCHEMA = "synced";

    private static final ThreadLocal<World> HERE = ThreadLocal.withInitial(World::new);
    private static final ThreadLocal<Sea> SEA = ThreadLocal.withInitial(Sea::still);
    private static final ThreadLocal<Runnable> END = ThreadLocal.withInitial(() -> () -> {});

    static {
        Wire.lay();
    }

    private final ConnectionInfo database = TestPostgres.freshDatabase();
    private final JdbcStore store =
            JdbcStore.open(database.jdbcUrl() + "?" + Wire.OPTION + "=pooled", database.user(), database.password());
    private final Connection connection = connect(database);
    private final Path archive = folder();

    private World() {}

    static JdbcStore store() {
        return HERE.get().store;
    }

    /** What every connection of this thread is exposed to. */
    static Sea sea() {
        return SEA.get();
    }

    /** Everything of the simulation before is gone; {@code end} is done before the next. */
    static void begin(Sea sea, Runnable end) {
        SEA.set(Sea.still());
        END.get().run();
        END.set(end);
        clean();
        SEA.set(sea);
    }

    static Settings settings() {
        ConnectionInfo database = HERE.get().database;
        return new Settings(Map.of(
                "url",
                "postgresql://" + database.host() + ":" + database.port() + "/" + database.database() + "?"
                        + Wire.OPTION + "=reused",
                "user",
                database.user()));
    }

    /** An empty folder, where the machine has one in memory. */
    static Path archive() {
        return HERE.get().archive;
    }

    private static Path folder() {
        try {
            Path memory = Path.of("/dev/shm");
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "tidemark-simulation")
                    : Files.createTempDirectory("tidemark-simulation");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                empty(folder);
                folder.toFile().delete();
            }));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path folder) {
        try (Stream<Path> inside = Files.walk(folder)) {
            inside.filter(p -> !p.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .forEach(p -> p.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Secrets secrets() {
        return secrets(Map.of("password", HERE.get().database.password()));
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

    private static Connection connect(ConnectionInfo database) {
        try {
            return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        } catch (SQLException e) {
            throw new IllegalStateException("no database", e);
        }
    }

    private static void clean() {
        execute("""
            SET lock_timeout = '5s';
            SET client_min_messages = warning;
            DELETE FROM rejection; DELETE FROM refused_row; DELETE FROM page; DELETE FROM checkpoint;
            DELETE FROM hook_event; DELETE FROM hook_feed; DELETE FROM hook_tally;
            DELETE FROM job; DELETE FROM run; DELETE FROM sync; DELETE FROM quota; DELETE FROM quota_spent;
            DROP SCHEMA IF EXISTS synced CASCADE;
            DROP SCHEMA IF EXISTS tidemark CASCADE;
            DROP SCHEMA IF EXISTS model CASCADE;
            CREATE SCHEMA model\
            """);
        empty(archive());
    }

    static void execute(String sql) {
        try (Statement statement = HERE.get().connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The rows of a query as text. */
    static List<List<@Nullable String>> rows(String query) {
        try (Statement statement = HERE.get().connection.createStatement();
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
