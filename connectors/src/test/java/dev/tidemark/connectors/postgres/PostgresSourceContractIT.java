package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connectors.sql.read.DatabaseSourceContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** PostgreSQL under the suite that every source passes. */
class PostgresSourceContractIT extends DatabaseSourceContract {

    private static TestDatabase database;

    @BeforeAll
    static void fill() {
        database = TestDatabase.fresh();
        database.execute("""
                CREATE TABLE item (id bigint PRIMARY KEY, name text NOT NULL, updated_at timestamptz NOT NULL);
                CREATE INDEX ON item (updated_at);
                INSERT INTO item SELECT n, 'item ' || n, '2026-01-01Z'::timestamptz FROM generate_series(1, 25) n
                """);
    }

    @Override
    protected SourceConnector connector() {
        return new PostgresConnector();
    }

    @Override
    protected Map<String, String> reached() {
        return database.settings(Map.of());
    }

    @Override
    protected List<String> wrongUrls() {
        return List.of(
                "postgresql://127.0.0.1:1/" + database.name(),
                "postgresql://" + database.host() + ":" + database.port() + "/no_such_database",
                "nonsense");
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("password", database.password());
    }
}
