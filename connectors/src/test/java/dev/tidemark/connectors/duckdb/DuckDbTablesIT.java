package dev.tidemark.connectors.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.sql.duckdb.DuckDb;
import dev.tidemark.connectors.sql.tables.Lab;
import dev.tidemark.connectors.sql.tables.People;
import dev.tidemark.connectors.sql.tables.People.Person;
import dev.tidemark.connectors.sql.tables.TableContract;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB as a database that keeps tables. */
class DuckDbTablesIT extends TableContract {

    @TempDir
    private Path folder;

    private int made;

    record File(Path path) implements Lab {
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

    @Test
    void loads_of_several_syncs_share_one_file_and_let_it_go() throws Exception {
        Lab lab = lab();
        TableDestination database = lab.connector();
        List<TableLoad> loads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TableSpec people = People.table(Deletes.SOFT);
            TableSpec table =
                    new TableSpec("sync" + i, "crm", "People" + i, people.columns(), people.key(), people.deletes());
            database.prepare(lab.access(), table);
            loads.add(database.open(lab.access(), table));
        }
        for (TableLoad load : loads) {
            load.claim(1);
        }
        for (int page = 1; page <= 3; page++) {
            for (TableLoad load : loads) {
                RowSink sink = load.begin(false);
                sink.page(page, 0);
                Person.of("a", page, "Ada " + page).sendTo(sink);
            }
            for (TableLoad load : loads) {
                assertThat(load.commit(1, "run", 1, 0, page, Optional.empty()).page())
                        .isEqualTo(page);
            }
        }
        assertThat(lab.rows("SELECT [Name] FROM [crm].[People2]")).containsExactly("Ada 3");
        loads.forEach(TableLoad::close);
        assertThat(database.check(lab.access()).ok()).isTrue();
    }

    @Test
    void a_schema_may_be_called_like_the_file() throws Exception {
        Lab lab = new File(folder.resolve("crm.duckdb"));
        TableSpec table = People.table(Deletes.SOFT);
        lab.connector().prepare(lab.access(), table);
        try (TableLoad load = lab.connector().open(lab.access(), table)) {
            load.claim(1);
            RowSink sink = load.begin(false);
            sink.page(1, 0);
            Person.of("a", 1, "Ada").sendTo(sink);
            load.commit(1, "run", 1, 0, 1, Optional.empty());
        }
        assertThat(lab.connector().prepare(lab.access(), table)).isEmpty();
        assertThat(lab.rows("SELECT [Name] FROM [crm].[crm].[People]")).containsExactly("Ada");
    }

    @Test
    void what_is_no_whole_path_or_no_database_is_refused() throws Exception {
        for (String url : List.of("duckdb:tables.duckdb", "duckdb:", ":memory:", "md:mine")) {
            assertThat(new DuckDbConnector()
                            .check(TestAccess.of(Map.of("url", url), Map.of()))
                            .findings())
                    .singleElement()
                    .satisfies(f -> assertThat(f.whatToDo()).contains("whole path"));
        }
        Path text = Files.writeString(folder.resolve("text"), "no database\n".repeat(1_000));
        Lab lab = new File(text);
        assertThatThrownBy(() -> lab.connector().prepare(lab.access(), People.table(Deletes.SOFT)))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("destination.no_database"));
        Path nowhere = folder.resolve("none").resolve("file.duckdb");
        assertThat(new DuckDbConnector()
                        .check(TestAccess.of(Map.of("url", "duckdb:" + nowhere), Map.of()))
                        .ok())
                .isFalse();
        assertThat(nowhere.getParent()).doesNotExist();
    }
}
