package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A PostgreSQL server under the suite that every source passes. It is asked by no HTTP. */
class PostgresSourceContractIT extends SourceContract {

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
    protected Step api() {
        return request -> {
            throw new AssertionError("a database is asked by no HTTP");
        };
    }

    @Override
    protected Map<String, String> settings() {
        return database.settings(Map.of("page_rows", "10"));
    }

    @Override
    protected Map<String, String> secrets() {
        return Map.of("password", database.password());
    }

    @Override
    protected List<TestAccess> troubled() {
        Map<String, String> closed = new HashMap<>(settings());
        closed.put("url", "postgresql://127.0.0.1:1/" + database.name());
        Map<String, String> missing = new HashMap<>(settings());
        missing.put("url", "postgresql://" + database.host() + ":" + database.port() + "/no_such_database");
        Map<String, String> unreadable = new HashMap<>(settings());
        unreadable.put("keys", "item(");
        return List.of(
                TestAccess.to(connector(), closed, secrets(), api()::answer),
                TestAccess.to(connector(), missing, secrets(), api()::answer),
                TestAccess.to(connector(), unreadable, secrets(), api()::answer),
                TestAccess.to(connector(), settings(), Map.of("password", "not-the-word"), api()::answer));
    }

    @Override
    protected String stream() {
        return "item";
    }

    @Override
    protected int records() {
        return 25;
    }
}
