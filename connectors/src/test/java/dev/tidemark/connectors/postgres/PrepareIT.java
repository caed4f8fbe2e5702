package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Check;
import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.tables.TestAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PrepareIT {

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresConnector postgres = new PostgresConnector();

    @Test
    void a_table_is_made_once_with_the_columns_of_tidemark() throws Exception {
        assertThat(prepare(accounts())).hasSize(2);
        assertThat(prepare(accounts())).isEmpty();
        assertThat(database.rows("""
            SELECT column_name, data_type, is_nullable FROM information_schema.columns
             WHERE table_schema = 'crm' ORDER BY ordinal_position
            """))
                .containsExactly(
                        "Id|text|NO",
                        "Amount|bigint|YES",
                        "_tidemark_version|timestamp with time zone|YES",
                        "_tidemark_synced_at|timestamp with time zone|NO",
                        "_tidemark_page|bigint|NO",
                        "_tidemark_deleted_at|timestamp with time zone|YES");
    }

    @Test
    void new_columns_are_added_and_missing_ones_stay() throws Exception {
        filled(accounts(), "a", 5);
        TableSpec other = accounts(new Column("Id", FieldType.TEXT), new Column("Score", FieldType.DOUBLE));
        assertThat(prepare(other)).containsExactly("added the column Score double precision");
        load(other, 2, sink -> {
            sink.text(0, "b");
            sink.number(1, 2.5);
        });
        assertThat(database.rows("SELECT \"Id\", \"Amount\", \"Score\" FROM crm.\"Accounts\" ORDER BY 1"))
                .containsExactly("a|5|null", "b|null|2.5");
    }

    @Test
    void types_are_widened_without_loss_and_never_narrowed() throws Exception {
        filled(accounts(), "a", 5);
        TableSpec decimal = accounts(new Column("Id", FieldType.TEXT), new Column("Amount", FieldType.DECIMAL));
        assertThat(prepare(decimal)).containsExactly("widened the column Amount from bigint to numeric");
        TableSpec date = accounts(new Column("Id", FieldType.TEXT), new Column("Amount", FieldType.INSTANT));
        assertThat(prepare(date)).containsExactly("widened the column Amount from numeric to text");
        assertThat(prepare(accounts())).isEmpty();
        load(accounts(), 2, sink -> {
            sink.text(0, "b");
            sink.integer(1, 6);
        });
        assertThat(database.rows("SELECT \"Id\", \"Amount\" FROM crm.\"Accounts\" ORDER BY 1"))
                .containsExactly("a|5", "b|6");
    }

    @Test
    void a_moment_widened_to_text_reads_as_it_is_loaded_later() throws Exception {
        TableSpec moment = accounts(new Column("Id", FieldType.TEXT), new Column("At", FieldType.INSTANT));
        TableSpec text = accounts(new Column("Id", FieldType.TEXT), new Column("At", FieldType.TEXT));
        prepare(moment);
        load(moment, 1, sink -> {
            sink.text(0, "a");
            sink.instant(1, 1_500_000);
        });
        prepare(text);
        load(text, 2, sink -> {
            sink.text(0, "b");
            sink.instant(1, 1_000_000);
        });
        assertThat(database.rows("SELECT \"At\" FROM crm.\"Accounts\" ORDER BY 1 DESC"))
                .containsExactly("1970-01-01T00:00:01Z", "1970-01-01T00:00:01.5Z");
    }

    @Test
    void a_view_in_the_way_of_widening_is_named() throws Exception {
        prepare(accounts());
        database.execute("CREATE VIEW crm.big AS SELECT \"Amount\" FROM crm.\"Accounts\"");
        TableSpec decimal = accounts(new Column("Id", FieldType.TEXT), new Column("Amount", FieldType.DECIMAL));
        assertRefused("destination.view_in_the_way", () -> prepare(decimal));
    }

    @Test
    void a_reader_holds_evolving_up_and_not_the_other_way_round() throws Exception {
        filled(accounts(), "a", 5);
        TableSpec decimal = accounts(new Column("Id", FieldType.TEXT), new Column("Amount", FieldType.DECIMAL));
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            count(statement);
            assertThatThrownBy(() -> prepare(decimal))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("55P03");
            assertThat(count(statement)).isEqualTo(1);
        }
        assertThat(prepare(decimal)).hasSize(1);
    }

    @Test
    void a_table_that_is_not_ours_is_refused() throws Exception {
        database.execute("CREATE SCHEMA crm; CREATE TABLE crm.\"Accounts\" (\"Id\" text)");
        assertRefused("destination.table_not_ours", () -> prepare(accounts()));
        assertThat(database.one("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'crm'"))
                .isEqualTo("1");
    }

    @Test
    void a_table_of_another_sync_is_refused_by_name() throws Exception {
        prepare(accounts());
        TableSpec other = new TableSpec(
                "other", "crm", "Accounts", accounts().columns(), accounts().key(), Deletes.SOFT);
        assertThatThrownBy(() -> prepare(other)).hasMessageContaining("kept by the sync 'accounts'");
        database.execute("DROP TABLE crm.\"Accounts\"");
        assertThat(prepare(other)).hasSize(1);
    }

    @Test
    void a_table_put_in_the_place_of_ours_is_refused() throws Exception {
        prepare(accounts());
        database.execute("DROP TABLE crm.\"Accounts\"; CREATE TABLE crm.\"Accounts\" (\"Id\" text)");
        assertRefused("destination.table_not_ours", () -> prepare(accounts()));
    }

    @Test
    void a_table_that_somebody_dropped_begins_anew_and_keeps_its_fence() throws Exception {
        filled(accounts(), "a", 5);
        database.execute("DROP TABLE crm.\"Accounts\"");
        prepare(accounts());
        assertThat(database.one("SELECT fence, page, loaded, filling FROM tidemark.mark"))
                .isEqualTo("1|0|0|t");
    }

    @Test
    void a_sync_that_names_its_table_anew_takes_the_rows_along() throws Exception {
        filled(accounts(), "a", 5);
        TableSpec elsewhere = new TableSpec(
                "accounts",
                "sales",
                "Customers",
                accounts().columns(),
                accounts().key(),
                Deletes.SOFT);
        assertThat(prepare(elsewhere).getFirst()).startsWith("renamed");
        assertThat(database.rows("SELECT \"Id\" FROM sales.\"Customers\"")).containsExactly("a");
    }

    @Test
    void another_key_is_refused() throws Exception {
        filled(accounts(), "a", 5);
        TableSpec other =
                new TableSpec("accounts", "crm", "Accounts", accounts().columns(), List.of("Amount"), Deletes.SOFT);
        assertRefused("destination.key_changed", () -> prepare(other));
    }

    @Test
    void names_that_postgres_would_change_are_refused() {
        Column id = new Column("Id", FieldType.TEXT);
        assertRefused("destination.name_too_long", () -> prepare(accounts(id, text("é".repeat(32)))));
        assertRefused("destination.name_reserved", () -> prepare(accounts(id, text("xmin"))));
        assertRefused("destination.name_reserved", () -> prepare(accounts(id, text("_tidemark_page"))));
        assertRefused("destination.name_twice", () -> prepare(accounts(id, text("a"), text("a"))));
        assertRefused(
                "destination.key_missing",
                () -> prepare(new TableSpec("s", "crm", "T", List.of(id), List.of(), Deletes.SOFT)));
    }

    @Test
    void strange_names_are_taken_as_they_are() throws Exception {
        TableSpec strange = new TableSpec(
                "strange",
                "my \"schema\"",
                "a.b",
                List.of(text("id\"; DROP"), text("name"), text("Name"), text("{table}?"), text("$1 'x'")),
                List.of("id\"; DROP", "Name"),
                Deletes.HARD);
        prepare(strange);
        for (int page = 1; page <= 3; page++) {
            load(strange, page, sink -> {
                for (int i = 0; i < 5; i++) {
                    sink.text(i, "v" + i);
                }
            });
        }
        assertThat(database.rows("SELECT * FROM \"my \"\"schema\"\"\".\"a.b\"").getFirst())
                .startsWith("v0|v1|v2|v3|v4|");
        try (TableLoad load = postgres.open(database.access(), strange)) {
            assertThat(load.forget("[\"v0\",\"v2\"]")).isTrue();
        }
    }

    @Test
    void a_user_without_permission_is_told_what_to_grant() {
        database.execute("CREATE ROLE " + database.name() + "_poor LOGIN PASSWORD 'poor'");
        TestDatabase poor =
                new TestDatabase(database.host(), database.port(), database.name(), database.name() + "_poor", "poor");
        assertRefused("destination.no_permission", () -> postgres.prepare(poor.access(), accounts()));
        Check check = postgres.check(poor.access());
        assertThat(check.ok()).isFalse();
        assertThat(check.findings().getLast().whatToDo())
                .contains("GRANT CREATE ON DATABASE", "CREATE SCHEMA \"tidemark\" AUTHORIZATION");
    }

    @Test
    void where_the_schema_of_marks_is_anothers_the_tidemarks_stand_beside_the_tables() throws Exception {
        String user = database.name() + "_guest";
        database.execute("CREATE ROLE " + user + " LOGIN PASSWORD 'guest'; CREATE SCHEMA tidemark; CREATE SCHEMA crm;"
                + " GRANT USAGE, CREATE ON SCHEMA tidemark, crm TO " + user);
        TestDatabase guest = new TestDatabase(database.host(), database.port(), database.name(), user, "guest");
        assertThat(postgres.prepare(guest.access(), accounts()))
                .anySatisfy(done -> assertThat(done).contains("_tidemark_tables"));
        assertThat(postgres.prepare(guest.access(), accounts())).isEmpty();
        String reader = database.name() + "_reader";
        database.execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA crm TO " + reader);
        assertThat(seen(reader, "crm._tidemark_tables")).isZero();
        guest.execute("GRANT SELECT ON crm.\"Accounts\" TO " + reader);
        assertThat(seen(reader, "crm._tidemark_tables")).isEqualTo(1);
    }

    @Test
    void tidemarks_are_for_everybody_and_each_sees_those_of_tables_to_be_read() throws Exception {
        prepare(accounts());
        String reader = database.name() + "_reader";
        database.execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA crm TO " + reader);
        assertThat(seen(reader, "tidemark.tables")).isZero();
        database.execute("GRANT SELECT ON crm.\"Accounts\" TO " + reader);
        assertThat(seen(reader, "tidemark.tables")).isEqualTo(1);
    }

    private long seen(String role, String view) {
        var user = new TestDatabase(database.host(), database.port(), database.name(), role, "reader");
        return Long.parseLong(user.rows("SELECT count(*) FROM " + view).getFirst());
    }

    @Test
    void what_is_not_ours_in_the_schema_of_marks_is_an_error() {
        database.execute("CREATE SCHEMA tidemark; CREATE TABLE tidemark.mark (sync text)");
        assertRefused("destination.schema_not_ours", () -> prepare(accounts()));
        assertThat(postgres.check(database.access()).ok()).isFalse();
    }

    @Test
    void a_check_finds_a_good_database_good_and_a_wrong_password_wrong() {
        assertThat(postgres.check(database.access()).findings())
                .allSatisfy(f -> assertThat(f.ok()).as(f.detail()).isTrue());
        String url = "postgresql://" + database.host() + ":" + database.port() + "/" + database.name();
        Check refused = postgres.check(
                TestAccess.of(Map.of("url", url, "user", database.user()), Map.of("password", "hunter2")));
        assertThat(refused.ok()).isFalse();
        assertThat(refused.toString()).doesNotContain("hunter2");
        assertThat(postgres.check(database.access(1)).findings().getFirst().whatToDo())
                .isNotEmpty();
    }

    private static Column text(String name) {
        return new Column(name, FieldType.TEXT);
    }

    private static TableSpec accounts(Column... columns) {
        return new TableSpec("accounts", "crm", "Accounts", List.of(columns), List.of("Id"), Deletes.SOFT);
    }

    private static TableSpec accounts() {
        return accounts(new Column("Id", FieldType.TEXT), new Column("Amount", FieldType.INTEGER));
    }

    private List<String> prepare(TableSpec table) throws Unavailable {
        return new ArrayList<>(postgres.prepare(database.access(), table));
    }

    private interface Values {
        void sendTo(RowSink sink);
    }

    private void filled(TableSpec table, String id, long amount) throws Exception {
        prepare(table);
        load(table, 1, sink -> {
            sink.text(0, id);
            sink.integer(1, amount);
        });
    }

    private void load(TableSpec table, long page, Values values) throws Exception {
        try (TableLoad load = postgres.open(database.access(), table)) {
            load.claim(1);
            RowSink sink = load.begin(false);
            sink.page(page, 0);
            sink.begin();
            values.sendTo(sink);
            sink.end(new byte[0], 0, 0);
            assertThat(sink.refusal()).isNull();
            load.commit(1, "run", 1, 0, page, Optional.empty());
            load.finish(1);
        }
    }

    private static int count(Statement statement) throws Exception {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM crm.\"Accounts\"")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void assertRefused(String code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(ConnectorException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.whatToDo()).isNotBlank();
        });
    }
}
