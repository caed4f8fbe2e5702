package dev.tidemark.connectors.mariadb;

import dev.tidemark.connectors.sql.tables.Lab;
import dev.tidemark.connectors.sql.tables.TableContract;
import java.util.List;

/** MariaDB as a database that keeps tables. */
class MariaDbTablesIT extends TableContract {

    @Override
    protected Lab lab() throws Exception {
        return TestMariaDb.fresh();
    }

    @Override
    protected List<List<String>> noBobby() {
        return List.of(
                List.of("ALTER TABLE [crm].[People] ADD CHECK ([Name] <> 'Bobby')"),
                List.of("CREATE TRIGGER [crm].[no] BEFORE INSERT ON [crm].[People] FOR EACH ROW IF NEW.[Name] = 'Bobby'"
                        + " THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no Bobby'; END IF"),
                List.of("ALTER TABLE [crm].[People] MODIFY [Name] varchar(4)"));
    }
}
