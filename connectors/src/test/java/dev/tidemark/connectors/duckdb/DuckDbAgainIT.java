package dev.tidemark.connectors.duckdb;

import dev.tidemark.connectors.sql.tables.AgainContract;
import dev.tidemark.connectors.sql.tables.Lab;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Pages are loaded again into DuckDB. */
class DuckDbAgainIT extends AgainContract {

    @TempDir
    private Path folder;

    @Override
    protected Lab lab() {
        return new DuckDbTablesIT.File(folder.resolve("again.duckdb"));
    }
}
