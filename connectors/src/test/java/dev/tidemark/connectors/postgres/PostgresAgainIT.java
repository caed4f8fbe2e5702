package dev.tidemark.connectors.postgres;

import dev.tidemark.connectors.sql.tables.AgainContract;
import dev.tidemark.connectors.sql.tables.Lab;

/** Pages are loaded again into PostgreSQL. */
class PostgresAgainIT extends AgainContract {

    @Override
    protected Lab lab() {
        return new PostgresKeepsTablesIT.Postgres(TestDatabase.fresh());
    }
}
