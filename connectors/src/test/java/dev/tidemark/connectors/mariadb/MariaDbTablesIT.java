package dev.tidemark.connectors.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.RowsRefused;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.sql.tables.Lab;
import dev.tidemark.connectors.sql.tables.People;
import dev.tidemark.connectors.sql.tables.People.Person;
import dev.tidemark.connectors.sql.tables.TableContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    @Test
    void a_row_too_large_for_a_packet_is_refused_by_itself() throws Exception {
        TestMariaDb server = TestMariaDb.fresh();
        TableDestination database = server.connector();
        TableSpec table = People.table(Deletes.SOFT);
        database.prepare(server.access(), table);
        try (TableLoad load = database.open(server.access(), table)) {
            load.claim(1);
            RowSink sink = load.begin(false);
            sink.page(1, 0);
            send(sink);
            assertThatThrownBy(() -> load.commit(1, "run", 3, 0, 1, Optional.empty()))
                    .isInstanceOf(RowsRefused.class);
            RowSink careful = load.begin(true);
            careful.page(1, 0);
            assertThat(send(careful)).containsExactly("", "the row is larger than max_allowed_packet", "");
            load.commit(1, "run", 3, 1, 1, Optional.empty());
        }
        assertThat(server.rows("SELECT [Id], length([Name]) FROM [crm].[People] ORDER BY 1"))
                .containsExactly("a|3", "c|9000000");
    }

    private static List<String> send(RowSink sink) {
        List<String> refusals = new ArrayList<>();
        for (Person person : List.of(
                Person.of("a", 1, "Ada"),
                Person.of("b", 1, "x".repeat(17 << 20)),
                Person.of("c", 1, "x".repeat(9_000_000)))) {
            refusals.add(Objects.requireNonNullElse(person.sendTo(sink), "").replaceFirst(",.*", ""));
        }
        return refusals;
    }

    @Test
    void a_user_without_rights_is_told_what_to_grant_and_a_wrong_password_is_not_repeated() throws Exception {
        TestMariaDb server = TestMariaDb.fresh();
        server.execute("DROP USER IF EXISTS poor");
        server.execute("CREATE USER poor IDENTIFIED BY 'poor'");
        Access poor = server.access("poor", "poor");
        assertThatThrownBy(() -> server.connector().prepare(poor, People.table(Deletes.SOFT)))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("destination.no_permission"));
        Check check = server.connector().check(poor);
        assertThat(check.findings().getLast().whatToDo()).contains("GRANT SELECT", "`tidemark`.*");
        Check wrong = server.connector().check(server.access("poor", "hunter2"));
        assertThat(wrong.ok()).isFalse();
        assertThat(wrong.toString()).doesNotContain("hunter2");
    }
}
