package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connectors.sql.read.ReadContract;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** Tables of a PostgreSQL database. */
class PostgresTablesReadIT extends ReadContract {

    private static TestDatabase database;

    @BeforeAll
    static void make() {
        database = TestDatabase.fresh();
    }

    @Override
    protected SourceConnector connector() {
        return new PostgresConnector();
    }

    @Override
    protected Access access(Map<String, String> more) {
        return TestAccess.of(database.settings(more), Map.of("password", database.password()));
    }

    @Override
    protected void execute(String sql) {
        database.execute(sql);
    }

    @Override
    protected String moment() {
        return "timestamptz";
    }
}
