package dev.tidemark.connectors.sql.duckdb;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connectors.duckdb.DuckDbConnector;
import dev.tidemark.connectors.sql.read.DatabaseSourceContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB under the suite that every source passes. */
class DuckDbSourceContractIT extends DatabaseSourceContract {

    @TempDir
    static Path folder;

    @BeforeAll
    static void fill() throws SQLException {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file(), new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE item (id bigint PRIMARY KEY, name varchar, updated_at timestamptz NOT NULL)");
            statement.execute(
                    "INSERT INTO item SELECT n, 'item ' || n, '2026-01-01 00:00:00+00' FROM range(1, 26) r(n)");
        }
    }

    private static Path file() {
        return folder.resolve("shop.duckdb");
    }

    @Override
    protected SourceConnector connector() {
        return new DuckDbConnector();
    }

    @Override
    protected Map<String, String> reached() {
        return Map.of("url", "duckdb:" + file());
    }

    @Override
    protected List<String> wrongUrls() {
        return List.of("duckdb:" + folder.resolve("none.duckdb"), "nonsense");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of();
    }
}
