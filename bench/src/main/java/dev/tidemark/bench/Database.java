package dev.tidemark.bench;

import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The embedded PostgreSQL, as it is for everybody: fsync and all. */
public final class Database implements AutoCloseable {

    /** Reads the one row of an answer. */
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final EmbeddedPostgres server;
    private final long pid;

    private Database(EmbeddedPostgres server, long pid) {
        this.server = server;
        this.pid = pid;
    }

    public static Database open(Path folder) throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.open(folder, EmbeddedPostgres.Options.safe());
        Path said = folder.resolve("postgres").resolve("postmaster.pid");
        return new Database(server, Long.parseLong(Files.readAllLines(said).getFirst()));
    }

    public Place store() {
        return place(server.store());
    }

    public Place warehouse() {
        return place(server.warehouse());
    }

    private static Place place(ConnectionInfo info) {
        return new Place(info.jdbcUrl(), info.user(), info.password());
    }

    /** CPU seconds of the server and all its processes since its start. */
    public double cpu() throws IOException {
        return Processes.cpuOfTree(pid);
    }

    /** Drops everything in both databases, and makes the warehouse's schema {@code bench} anew. */
    public void empty() throws SQLException {
        for (Place place : List.of(store(), warehouse())) {
            try (Connection connection = place.connect();
                    Statement statement = connection.createStatement()) {
                for (String schema : schemas(statement)) {
                    statement.execute("DROP SCHEMA \"" + schema + "\" CASCADE");
                }
                statement.execute("CREATE SCHEMA public");
            }
        }
        try (Connection connection = warehouse().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA bench");
        }
    }

    private static List<String> schemas(Statement statement) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("SELECT nspname FROM pg_namespace"
                + " WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'")) {
            while (found.next()) {
                schemas.add(found.getString(1));
            }
        }
        return schemas;
    }

    /** Asks the warehouse for one row. */
    public <T> T query(String sql, Reader<T> reader) throws SQLException {
        try (Connection connection = warehouse().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return reader.read(rows);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    /** A database, and how to sign in. */
    public record Place(String url, String user, String password) {
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }
}
