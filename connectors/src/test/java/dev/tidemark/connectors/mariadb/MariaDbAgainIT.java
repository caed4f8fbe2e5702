package dev.tidemark.connectors.mariadb;

import dev.tidemark.connectors.sql.tables.AgainContract;
import dev.tidemark.connectors.sql.tables.Lab;

/** Pages are loaded again into MariaDB. */
class MariaDbAgainIT extends AgainContract {

    @Override
    protected Lab lab() throws Exception {
        return TestMariaDb.fresh();
    }
}
