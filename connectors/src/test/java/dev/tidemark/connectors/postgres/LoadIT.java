package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Counts;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.RowsRefused;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.tables.People;
import dev.tidemark.connectors.sql.tables.People.Person;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadIT {

    private static final String NAMES = "SELECT \"Id\", \"Name\" FROM crm.\"People\" ORDER BY 1";

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresConnector postgres = new PostgresConnector();
    private final TableSpec table = People.table(Deletes.SOFT);

    @BeforeEach
    void prepare() throws Exception {
        postgres.prepare(database.access(), table);
    }

    @Test
    void rows_and_mark_move_together() throws Exception {
        try (TableLoad load = open()) {
            assertThat(load.claim(7)).isEqualTo(new Mark(7, 0, "", Counts.ZERO));
            Mark mark = load(load, 7, "run-1", 3, Person.of("a", 1, "Ada"), Person.of("b", 1, "Bob"));
            assertThat(mark).isEqualTo(new Mark(7, 3, "run-1", new Counts(2, 2, 0, 0, 0)));
        }
        assertThat(database.rows(NAMES)).containsExactly("a|Ada", "b|Bob");
        assertThat(database.one("SELECT page, run, seen, loaded, filling FROM tidemark.mark"))
                .isEqualTo("3|run-1|2|2|t");
        assertThat(database.one("SELECT _tidemark_page, _tidemark_version, _tidemark_synced_at, _tidemark_deleted_at"
                        + " FROM crm.\"People\" WHERE \"Id\" = 'a'"))
                .isEqualTo("3|1970-01-01 00:00:01+00|1970-01-01 00:16:40+00|null");
    }

    @Test
    void counts_add_up_within_a_run_and_begin_anew_with_the_next() throws Exception {
        try (TableLoad load = filled()) {
            load(load, 1, "run-2", 2, Person.of("b", 1, "Bob"));
            Mark same = load(load, 1, "run-2", 3, Person.of("b", 1, "Bob"), Person.gone("b", 2));
            assertThat(same.counts()).isEqualTo(new Counts(3, 1, 1, 1, 0));
            Mark next = load(load, 1, "run-3", 4, Person.of("c", 1, "Cid"));
            assertThat(next.counts()).isEqualTo(new Counts(1, 1, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_worker_that_lost_its_lease_changes_nothing(boolean filling) throws Exception {
        try (TableLoad old = filling ? open() : filled();
                TableLoad young = open()) {
            old.claim(1);
            RowSink sink = old.begin(false);
            sink.page(9, 0);
            Person.of("a", 9, "from the old worker").sendTo(sink);

            assertThat(young.claim(2).fence()).isEqualTo(2);
            assertThatThrownBy(() -> old.commit(1, "old", 1, 0, 9, Optional.empty()))
                    .isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> old.finish(1)).isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> old.claim(1)).isInstanceOf(LeaseLost.class);

            Mark mark = load(young, 2, "young", 5, Person.of("a", 2, "from the young worker"));
            assertThat(mark.page()).isEqualTo(5);
        }
        assertThat(database.rows(NAMES)).containsExactly("a|from the young worker");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_worker_that_dies_before_its_commit_leaves_the_table_as_it_was(boolean filling) throws Exception {
        try (TableLoad dying = filling ? open() : filled()) {
            dying.claim(1);
            RowSink sink = dying.begin(false);
            sink.page(9, 0);
            for (int i = 0; i < 20_000; i++) {
                Person.of("dead" + i, 9, "never committed").sendTo(sink);
            }
        }
        assertThat(database.one("SELECT count(*) FROM crm.\"People\" WHERE \"Name\" = 'never committed'"))
                .isEqualTo("0");
        assertThat(database.one("SELECT page FROM tidemark.mark")).isEqualTo(filling ? "0" : "1");
    }

    @Test
    void a_worker_killed_by_the_server_hears_that_the_database_is_unavailable() throws Exception {
        try (TableLoad load = filled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            Person.of("b", 2, "Bob").sendTo(sink);
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            assertThatThrownBy(() -> load.commit(1, "run-2", 1, 0, 2, Optional.empty()))
                    .isInstanceOf(Unavailable.class);
        }
        assertThat(database.rows(NAMES)).containsExactly("a|Ada");
    }

    @Test
    void a_row_with_a_value_that_no_column_holds_is_refused_and_the_rest_is_loaded() throws Exception {
        try (TableLoad load = filled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            assertThat(Person.of("b", 1, "nul\0").sendTo(sink)).isEqualTo("column Name: " + Utf8.NUL);
            assertThat(new Person(null, 1L, false, "no key", 1).sendTo(sink)).contains("column Id");
            assertThat(Person.of("c", 1, "Cid").sendTo(sink)).isNull();
            assertThat(Person.of("d", Long.MIN_VALUE / 1_000_000, "Don").sendTo(sink))
                    .contains("_tidemark_version");
            Mark mark = load.commit(1, "run-2", 4, 3, 2, Optional.empty());
            assertThat(mark.counts()).isEqualTo(new Counts(4, 1, 0, 0, 3));
        }
        assertThat(database.rows(NAMES)).containsExactly("a|Ada", "c|Cid");
    }

    @Test
    void a_record_taken_back_leaves_no_trace() throws Exception {
        try (TableLoad load = filled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            sink.begin();
            sink.text(0, "b");
            sink.text(1, "Bob");
            sink.discard();
            Person.of("c", 1, "Cid").sendTo(sink);
            assertThat(load.commit(1, "run-2", 2, 1, 2, Optional.empty()).counts())
                    .isEqualTo(new Counts(2, 1, 0, 0, 1));
        }
        assertThat(database.rows(NAMES)).containsExactly("a|Ada", "c|Cid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE crm.\"People\" ADD CONSTRAINT short CHECK (length(\"Name\") < 5)",
                "CREATE UNIQUE INDEX one_bobby ON crm.\"People\" ((CASE WHEN \"Name\" = 'Bobby' THEN 'Ada' ELSE"
                        + " \"Name\" END))",
                "CREATE FUNCTION crm.no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.\"Name\" = 'Bobby' THEN"
                        + " RAISE EXCEPTION 'no Bobby'; END IF; RETURN NEW; END $$; CREATE TRIGGER no BEFORE INSERT OR"
                        + " UPDATE ON crm.\"People\" FOR EACH ROW EXECUTE FUNCTION crm.no()",
                "CREATE TABLE crm.allowed (name text PRIMARY KEY); INSERT INTO crm.allowed VALUES ('Ada'), ('Cid'),"
                        + " ('Dot'); ALTER TABLE crm.\"People\" ADD FOREIGN KEY (\"Name\") REFERENCES crm.allowed"
                        + " DEFERRABLE INITIALLY DEFERRED"
            })
    void a_row_that_the_users_own_rules_refuse_is_found_in_careful_mode(String rule) throws Exception {
        for (boolean filling : new boolean[] {true, false}) {
            TestDatabase fresh = TestDatabase.fresh();
            postgres.prepare(fresh.access(), table);
            try (TableLoad load = postgres.open(fresh.access(), table)) {
                load.claim(1);
                load(load, 1, "run-1", 1, Person.of("a", 1, "Ada"));
                if (!filling) {
                    load.finish(1);
                }
                fresh.execute(rule);
                Person[] slice = {Person.of("b", 1, "Bobby"), Person.of("c", 1, "Cid"), Person.of("d", 1, "Dot")};
                assertThatThrownBy(() -> load(load, 1, "run-2", 2, slice)).isInstanceOf(RowsRefused.class);

                RowSink sink = load.begin(true);
                sink.page(2, 0);
                assertThat(slice[0].sendTo(sink)).contains("SQLSTATE");
                assertThat(slice[1].sendTo(sink)).isNull();
                assertThat(slice[2].sendTo(sink)).isNull();
                assertThat(load.commit(1, "run-2", 3, 1, 2, Optional.empty()).counts())
                        .isEqualTo(new Counts(3, 2, 0, 0, 1));
            }
            assertThat(fresh.rows(NAMES)).containsExactly("a|Ada", "c|Cid", "d|Dot");
        }
    }

    @Test
    void careful_mode_names_the_column_that_the_database_refused() throws Exception {
        database.execute("ALTER TABLE crm.\"People\" ALTER \"Name\" TYPE varchar(4)");
        try (TableLoad load = open()) {
            load.claim(1);
            RowSink sink = load.begin(true);
            sink.page(1, 0);
            assertThat(Person.of("b", 1, "Bobby").sendTo(sink))
                    .contains("column Name")
                    .contains("22001");
        }
    }

    @Test
    void careful_mode_takes_many_rows() throws Exception {
        try (TableLoad load = filled()) {
            RowSink sink = load.begin(true);
            sink.page(2, 0);
            for (int i = 0; i < 1000; i++) {
                assertThat(Person.of("k" + i % 900, i, "n" + i).sendTo(sink)).isNull();
            }
            assertThat(load.commit(1, "run-2", 1000, 0, 2, Optional.empty()).counts())
                    .isEqualTo(new Counts(1000, 1000, 0, 0, 0));
        }
        assertThat(database.one("SELECT count(*) FROM crm.\"People\"")).isEqualTo("901");
    }

    @Test
    void a_locked_table_makes_the_load_wait_briefly_and_be_tried_again() throws Exception {
        try (TableLoad load = filled();
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM tidemark.mark FOR UPDATE");
            assertThatThrownBy(() -> load.claim(2))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("55P03");
        }
    }

    @Test
    void a_forgotten_row_is_gone_for_good() throws Exception {
        try (TableLoad load = filled()) {
            assertThat(load.forget("a")).isTrue();
            assertThat(load.forget("a")).isFalse();
        }
        assertThat(database.rows(NAMES)).isEmpty();
    }

    @Test
    void rows_that_do_not_add_up_are_not_loaded() throws Exception {
        try (TableLoad load = filled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            Person.of("b", 1, "Bob").sendTo(sink);
            assertThatThrownBy(() -> load.commit(1, "run-2", 5, 0, 2, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(load(load, 1, "run-2", 2, Person.of("c", 1, "Cid")).page())
                    .isEqualTo(2);
        }
        assertThat(database.rows(NAMES)).containsExactly("a|Ada", "c|Cid");
    }

    @Test
    void a_hundred_thousand_rows_are_merged_without_being_held() throws Exception {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Long> used = new TreeMap<>();
        try (TableLoad load = filled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            for (int i = 0; i < 100_000; i++) {
                Person.of("k" + i, 1, "x".repeat(200)).sendTo(sink);
                if (i == 10_000 || i == 99_000) {
                    System.gc();
                    used.put("after " + i, runtime.totalMemory() - runtime.freeMemory());
                }
            }
            assertThat(load.commit(1, "run-2", 100_000, 0, 2, Optional.empty())
                            .counts()
                            .loaded())
                    .isEqualTo(100_000);
        }
        List<Long> bytes = new ArrayList<>(used.values());
        assertThat(Math.abs(bytes.getFirst() - bytes.getLast())).isLessThan(15L << 20);
    }

    private TableLoad open() throws Exception {
        return postgres.open(database.access(), table);
    }

    /** A load of a table that holds one person and has its primary key. */
    private TableLoad filled() throws Exception {
        TableLoad load = open();
        load.claim(1);
        load(load, 1, "run-1", 1, Person.of("a", 1, "Ada"));
        load.finish(1);
        return load;
    }

    private static Mark load(TableLoad load, long fence, String run, long page, Person... people) throws Exception {
        RowSink sink = load.begin(false);
        sink.page(page, 1_000_000_000L);
        for (Person person : people) {
            assertThat(person.sendTo(sink)).isNull();
        }
        return load.commit(fence, run, people.length, 0, page, Optional.empty());
    }
}
