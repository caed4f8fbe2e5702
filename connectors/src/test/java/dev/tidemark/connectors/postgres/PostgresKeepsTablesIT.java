package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connectors.sql.tables.Lab;
import dev.tidemark.connectors.sql.tables.TableContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** PostgreSQL as a database that keeps tables. */
class PostgresKeepsTablesIT extends TableContract {

    record Postgres(TestDatabase database) implements Lab {
        @Override
        public TableDestination connector() {
            return new PostgresConnector();
        }

        @Override
        public Access access() {
            return database.access();
        }

        @Override
        public Connection connect() throws SQLException {
            return database.connect();
        }

        @Override
        public String quote(String name) {
            return Names.quote(name);
        }
    }

    @Override
    protected Lab lab() {
        return new Postgres(TestDatabase.fresh());
    }

    @Override
    protected boolean fillsBlindly() {
        return true;
    }

    @Override
    protected boolean foldsNames() {
        return false;
    }

    @Override
    protected List<List<String>> noBobby() {
        return List.of(
                List.of("ALTER TABLE [crm].[People] ADD CHECK ([Name] <> 'Bobby')"),
                List.of(
                        "CREATE TABLE [crm].[Allowed] (name text PRIMARY KEY)",
                        "INSERT INTO [crm].[Allowed] VALUES ('Ada'), ('Cid'), ('Dot'), ('Eve')",
                        "ALTER TABLE [crm].[People] ADD FOREIGN KEY ([Name]) REFERENCES [crm].[Allowed]"));
    }
}
