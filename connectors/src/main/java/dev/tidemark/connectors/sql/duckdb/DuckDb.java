package dev.tidemark.connectors.sql.duckdb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Dialect;
import dev.tidemark.connectors.sql.Fault;
import dev.tidemark.connectors.sql.Jdbc;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.duckdb.DuckDBDriver;

/**
 * DuckDB: a file that one process opens at a time, and any number of connections within it. The file is let go with the last
 * connection, so whoever opens one closes it soon.
 */
public final class DuckDb implements Dialect {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration REST = Duration.ofMillis(100);

    private static final Pattern RESERVED = Pattern.compile("(?i)tidemark(?:\\..*)?");

    private static final String WHAT_TO_DO =
            "Write the url as duckdb:/folder/name.duckdb, with the whole path of the file";

    @Override
    public String title() {
        return "DuckDB";
    }

    @Override
    public String place(Access access) {
        return file(access).toString();
    }

    /** @throws ConnectorException where the setting {@code url} names no file */
    static Path file(Access access) {
        String url = access.settings().get("url").strip();
        String path = url.replaceFirst("^(?:jdbc:)?duckdb:(?://(?=/))?", "");
        try {
            Path file = Path.of(path);
            if (path.isEmpty() || path.contains("?") || path.contains(";") || !file.isAbsolute()) {
                throw new ConnectorException(
                        "settings.url_wrong", "the setting 'url' does not name a file of DuckDB: " + url, WHAT_TO_DO);
            }
            if (file.getFileName() == null
                    || RESERVED.matcher(file.getFileName().toString()).matches()) {
                throw new ConnectorException(
                        "settings.url_wrong",
                        "a file of DuckDB named 'tidemark' would be taken for Tidemark's own schema in it: " + url,
                        "Give the file another name");
            }
            return file.normalize();
        } catch (InvalidPathException e) {
            throw new ConnectorException(
                    "settings.url_wrong", "the setting 'url' does not name a file of DuckDB: " + url, WHAT_TO_DO, e);
        }
    }

    @Override
    public Connection open(Access access) throws Unavailable {
        Connection connection = attempt(access);
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw unavailable(e, "connect to " + place(access));
        }
    }

    /** Waits a little for another process that has the file open, because an engine lets it go between its loads. */
    @Override
    public Connection connect(Access access) throws Unavailable {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return attempt(access);
            } catch (Unavailable e) {
                if (System.nanoTime() > end || !rest()) {
                    throw e;
                }
            }
        }
    }

    private static boolean rest() {
        try {
            Thread.sleep(REST);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Connection attempt(Access access) throws Unavailable {
        Path file = file(access);
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ConnectorException(
                    "destination.folder_missing",
                    "there is no folder " + folder + " for the DuckDB file",
                    "Make the folder, or correct the url");
        }
        try {
            // One configuration for all connections: DuckDB refuses a second one to a file that is open.
            Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, new Properties());
            try {
                Jdbc.execute(connection, "SET TimeZone = 'UTC'");
                // It would take most of the machine's memory otherwise; what needs more goes through files.
                Jdbc.execute(connection, "SET memory_limit = '1GB'");
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unavailable(e, "open " + file);
        }
    }

    @Override
    public String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String columnType(FieldType type) {
        return ColumnTypes.sql(type);
    }

    @Override
    public Optional<FieldType> fieldType(String declared) {
        return ColumnTypes.of(declared);
    }

    @Override
    public Fault fault(SQLException e) {
        return Errors.fault(e);
    }
}
