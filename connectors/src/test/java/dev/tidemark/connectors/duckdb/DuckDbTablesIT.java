package dev.tidemark.connectors.duckdb;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connectors.sql.duckdb.DuckDb;
import dev.tidemark.connectors.sql.tables.Lab;
import dev.tidemark.connectors.sql.tables.TableContract;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB as a database that keeps tables. */
class DuckDbTablesIT extends TableContract {

    @TempDir
    private Path folder;

    private int made;

    private record File(Path path) implements Lab {
        @Override
        public TableDestination connector() {
            return new DuckDbConnector();
        }

        @Override
        public Access access() {
            return TestAccess.of(Map.of("url", "duckdb:" + path), Map.of());
        }

        @Override
        public Connection connect() throws SQLException {
            try {
                return new DuckDb().connect(access());
            } catch (dev.tidemark.connector.Unavailable e) {
                throw new SQLException(e);
            }
        }

        @Override
        public String quote(String name) {
            return new DuckDb().quote(name);
        }
    }

    @Override
    protected Lab lab() {
        return new File(folder.resolve("tables" + ++made + ".duckdb"));
    }

    @Override
    protected List<List<String>> noBobby() {
        return List.of(List.of("CREATE UNIQUE INDEX no_bobby ON [crm].[People]"
                + " ((CASE WHEN [Name] = 'Bobby' THEN 'Ada' ELSE [Name] END))"));
    }
}
