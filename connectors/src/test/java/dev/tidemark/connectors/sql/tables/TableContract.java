package dev.tidemark.connectors.sql.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Counts;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Listing;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowLookup;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.RowsRefused;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.Tide;
import dev.tidemark.connector.Tidemark;
import dev.tidemark.connectors.sql.tables.People.Person;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database that keeps tables promises, whichever it is. */
public abstract class TableContract {

    private static final String NAMES = "SELECT [Id], [Name] FROM [crm].[People] ORDER BY 1";
    private static final double BRAKE = 0.5;

    private Lab lab;
    private TableDestination database;

    /** An empty database. */
    protected abstract Lab lab() throws Exception;

    /** Whether a new table is filled without looking for keys that come twice, so that they are counted at the end. */
    protected boolean fillsBlindly() {
        return false;
    }

    /** Whether two names that differ by case only are one. */
    protected boolean foldsNames() {
        return true;
    }

    /** Rules of the owner's own that keep 'Bobby' out of the names of people, each as statements. */
    protected abstract List<List<String>> noBobby();

    @BeforeEach
    void open() throws Exception {
        lab = lab();
        database = lab.connector();
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
        lab.close();
    }

    // --- tables ---

    @Test
    void a_table_is_made_once_with_the_columns_of_tidemark() throws Exception {
        assertThat(prepare(accounts())).hasSize(2);
        assertThat(prepare(accounts())).isEmpty();
        assertThat(lab.rows("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'crm' ORDER BY ordinal_position"))
                .containsExactly(
                        "Id",
                        "Amount",
                        "_tidemark_version",
                        "_tidemark_synced_at",
                        "_tidemark_page",
                        "_tidemark_deleted_at");
    }

    @Test
    void new_columns_are_added_and_missing_ones_stay() throws Exception {
        filled(accounts(), "a", 5);
        TableSpec other = accounts(new Column("Id", FieldType.TEXT), new Column("Score", FieldType.DOUBLE));
        assertThat(prepare(other)).singleElement().asString().startsWith("added the column Score");
        load(other, 2, sink -> {
            sink.text(0, "b");
            sink.number(1, 2.5);
        });
        assertThat(lab.rows("SELECT [Id], [Amount], [Score] FROM [crm].[Accounts] ORDER BY 1"))
                .containsExactly("a|5|null", "b|null|2.5");
    }

    @Test
    void types_are_widened_without_loss_and_never_narrowed() throws Exception {
        filled(accounts(), "a", 5);
        TableSpec decimal = accounts(new Column("Id", FieldType.TEXT), new Column("Amount", FieldType.DECIMAL));
        assertThat(prepare(decimal)).singleElement().asString().startsWith("widened the column Amount from");
        load(decimal, 2, sink -> {
            sink.text(0, "b");
            sink.decimal(1, new BigDecimal("6.50"));
        });
        TableSpec date = accounts(new Column("Id", FieldType.TEXT), new Column("Amount", FieldType.INSTANT));
        assertThat(prepare(date)).singleElement().asString().startsWith("widened the column Amount from");
        assertThat(prepare(accounts())).isEmpty();
        load(accounts(), 3, sink -> {
            sink.text(0, "c");
            sink.integer(1, 6);
        });
        assertThat(lab.rows("SELECT [Id], [Amount] FROM [crm].[Accounts] ORDER BY 1").stream()
                        .map(row -> row.replaceFirst("6\\.50+$", "6.5").replaceFirst("\\|5\\.0+$", "|5")))
                .containsExactly("a|5", "b|6.5", "c|6");
    }

    @Test
    void values_widened_to_text_read_as_they_are_loaded_later() throws Exception {
        List<FieldType> types = List.of(FieldType.INSTANT, FieldType.BOOLEAN, FieldType.DATE, FieldType.INTEGER);
        List<Column> typed = new ArrayList<>(List.of(new Column("Id", FieldType.TEXT)));
        List<Column> texts = new ArrayList<>(typed);
        for (FieldType type : types) {
            typed.add(new Column("a_" + type, type));
            texts.add(new Column("a_" + type, FieldType.TEXT));
        }
        Values values = sink -> {
            sink.instant(1, 1_500_000);
            sink.bool(2, true);
            sink.date(3, 1);
            sink.integer(4, -7);
        };
        prepare(accounts(typed.toArray(Column[]::new)));
        load(accounts(typed.toArray(Column[]::new)), 1, sink -> {
            sink.text(0, "a");
            values.sendTo(sink);
        });
        prepare(accounts(texts.toArray(Column[]::new)));
        load(accounts(texts.toArray(Column[]::new)), 2, sink -> {
            sink.text(0, "b");
            values.sendTo(sink);
        });
        assertThat(lab.rows("SELECT [a_INSTANT], [a_BOOLEAN], [a_DATE], [a_INTEGER] FROM [crm].[Accounts]"))
                .hasSize(2)
                .containsOnly(
                        "1970-01-01T00:00:01.500Z|true|1970-01-02|-7", "1970-01-01T00:00:01.5Z|true|1970-01-02|-7");
    }

    @Test
    void a_key_is_widened_like_any_other_column() throws Exception {
        TableSpec numbers = accounts(new Column("Id", FieldType.INTEGER), new Column("Amount", FieldType.INTEGER));
        prepare(numbers);
        load(numbers, 1, sink -> {
            sink.integer(0, 17);
            sink.integer(1, 1);
        });
        prepare(accounts());
        load(accounts(), 2, sink -> {
            sink.text(0, "17");
            sink.integer(1, 2);
        });
        assertThat(lab.rows("SELECT [Id], [Amount] FROM [crm].[Accounts]")).containsExactly("17|2");
    }

    @Test
    void two_that_prepare_at_once_make_one_table() throws Exception {
        int workers = 4;
        CountDownLatch ready = new CountDownLatch(workers);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        List<String> done = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                ready.countDown();
                try {
                    ready.await();
                    done.addAll(prepare(accounts()));
                } catch (Throwable e) {
                    failed.set(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed.get()).isNull();
        assertThat(done.stream().filter(line -> line.startsWith("made the table")))
                .hasSize(1);
    }

    @Test
    void a_table_that_is_not_ours_is_refused() throws Exception {
        lab.execute("CREATE SCHEMA [crm]");
        lab.execute("CREATE TABLE [crm].[Accounts] (x integer)");
        assertRefused("destination.table_not_ours", () -> prepare(accounts()));
        assertThat(lab.one("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'crm'"))
                .isEqualTo("1");
    }

    @Test
    void a_table_of_another_sync_is_refused_by_name() throws Exception {
        prepare(accounts());
        TableSpec other = new TableSpec(
                "other", "crm", "Accounts", accounts().columns(), accounts().key(), Deletes.SOFT);
        assertThatThrownBy(() -> prepare(other)).hasMessageContaining("kept by the sync 'accounts'");
        lab.execute("DROP TABLE [crm].[Accounts]");
        assertThat(prepare(other)).hasSize(1);
    }

    @Test
    void a_table_put_in_the_place_of_ours_is_refused() throws Exception {
        prepare(accounts());
        lab.execute("DROP TABLE [crm].[Accounts]");
        lab.execute("CREATE TABLE [crm].[Accounts] (x integer)");
        assertRefused("destination.table_not_ours", () -> prepare(accounts()));
    }

    @Test
    void a_table_that_somebody_dropped_begins_anew_and_keeps_its_fence() throws Exception {
        filled(accounts(), "a", 5);
        lab.execute("DROP TABLE [crm].[Accounts]");
        prepare(accounts());
        assertThat(lab.one("SELECT fence, page, loaded FROM tidemark.mark")).isEqualTo("1|0|0");
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
        assertThat(prepare(elsewhere)).isEmpty();
        load(elsewhere, 2, sink -> {
            sink.text(0, "b");
            sink.integer(1, 6);
        });
        assertThat(lab.rows("SELECT [Id] FROM [sales].[Customers] ORDER BY 1")).containsExactly("a", "b");
    }

    @Test
    void another_key_is_refused() throws Exception {
        filled(accounts(), "a", 5);
        TableSpec other =
                new TableSpec("accounts", "crm", "Accounts", accounts().columns(), List.of("Amount"), Deletes.SOFT);
        assertRefused("destination.key_changed", () -> prepare(other));
    }

    @Test
    void names_that_the_database_would_change_are_refused() {
        Column id = new Column("Id", FieldType.TEXT);
        assertRefused("destination.name_too_long", () -> prepare(accounts(id, text("n".repeat(300)))));
        assertRefused("destination.name_reserved", () -> prepare(accounts(id, text("_tidemark_page"))));
        assertRefused("destination.name_twice", () -> prepare(accounts(id, text("a"), text("a"))));
        if (foldsNames()) {
            assertRefused("destination.name_twice", () -> prepare(accounts(id, text("name"), text("Name"))));
        }
        assertRefused(
                "destination.key_missing",
                () -> prepare(new TableSpec("s", "crm", "T", List.of(id), List.of(), Deletes.SOFT)));
        assertRefused(
                "destination.name_reserved",
                () -> prepare(new TableSpec("s", "tidemark", "T", List.of(id), List.of("Id"), Deletes.SOFT)));
    }

    @Test
    void strange_names_are_taken_as_they_are() throws Exception {
        TableSpec strange = new TableSpec(
                "it's strange",
                "my \"schema\"",
                "select",
                List.of(text("id\"; DROP"), text("table"), text("Größe"), text("{table}?"), text("$1 'x' `y` %s")),
                List.of("id\"; DROP", "Größe"),
                Deletes.HARD);
        prepare(strange);
        for (int page = 1; page <= 3; page++) {
            load(strange, page, sink -> {
                for (int i = 0; i < 5; i++) {
                    sink.text(i, "v" + i);
                }
            });
        }
        assertThat(lab.rows("SELECT * FROM [my \"schema\"].[select]").getFirst())
                .startsWith("v0|v1|v2|v3|v4|");
        try (TableLoad load = database.open(lab.access(), strange)) {
            assertThat(load.forget("[\"v0\",\"v2\"]")).isTrue();
            assertThat(load.forget("[\"v0\",\"v2\"]")).isFalse();
        }
    }

    @Test
    void a_table_of_very_many_columns_is_kept() throws Exception {
        List<Column> columns = new ArrayList<>(List.of(new Column("Id", FieldType.TEXT)));
        for (int i = 0; i < 600; i++) {
            columns.add(text("Custom_field_number_" + i));
        }
        TableSpec wide = accounts(columns.toArray(Column[]::new));
        prepare(wide);
        for (int page = 1; page <= 2; page++) {
            load(wide, page, sink -> {
                for (int i = 0; i <= 600; i += 5) {
                    sink.text(i, "value " + i);
                }
            });
        }
        assertThat(lab.rows("SELECT [Custom_field_number_599] FROM [crm].[Accounts]"))
                .containsExactly("value 600");
    }

    @Test
    void a_check_finds_a_good_database_good() {
        assertThat(database.check(lab.access()).findings())
                .allSatisfy(f -> assertThat(f.ok()).as(f.detail()).isTrue());
    }

    // --- loads ---

    @Test
    void rows_and_mark_move_together() throws Exception {
        try (TableLoad load = people()) {
            assertThat(load.claim(7)).isEqualTo(new Mark(7, 0, "", Counts.ZERO));
            Mark mark = load(load, 7, "run-1", 3, Person.of("a", 1, "Ada"), Person.of("b", 1, "Bob"));
            assertThat(mark).isEqualTo(new Mark(7, 3, "run-1", new Counts(2, 2, 0, 0, 0)));
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada", "b|Bob");
        assertThat(lab.one("SELECT page, run, seen, loaded FROM tidemark.mark")).isEqualTo("3|run-1|2|2");
        assertThat(lab.one("SELECT _tidemark_page, _tidemark_version, _tidemark_synced_at, _tidemark_deleted_at"
                        + " FROM [crm].[People] WHERE [Id] = 'a'"))
                .isEqualTo("3|1970-01-01T00:00:01Z|1970-01-01T00:16:40Z|null");
    }

    @Test
    void counts_add_up_within_a_run_and_begin_anew_with_the_next() throws Exception {
        try (TableLoad load = oneFilled()) {
            load(load, 1, "run-2", 2, Person.of("b", 1, "Bob"));
            Mark same = load(load, 1, "run-2", 3, Person.of("b", 1, "Bob"), Person.gone("b", 2));
            assertThat(same.counts()).isEqualTo(new Counts(3, 1, 1, 1, 0));
            Mark next = load(load, 1, "run-3", 4, Person.of("c", 1, "Cid"));
            assertThat(next.counts()).isEqualTo(new Counts(1, 1, 0, 0, 0));
        }
    }

    @Test
    void keys_that_differ_by_case_or_by_a_space_are_two() throws Exception {
        try (TableLoad load = oneFilled()) {
            load(
                    load,
                    1,
                    "run-2",
                    2,
                    Person.of("A", 1, "big"),
                    Person.of("a ", 1, "space"),
                    Person.of("á", 1, "acute"));
            Mark again = load(load, 1, "run-3", 3, Person.of("a", 2, "ada"), Person.of("A", 1, "big"));
            assertThat(again.counts()).isEqualTo(new Counts(2, 1, 1, 0, 0));
            assertThat(load(load, 1, "run-4", 4, Person.of("a", 3, "Ada "))
                            .counts()
                            .loaded())
                    .isEqualTo(1);
            assertThat(load.forget("A")).isTrue();
        }
        assertThat(lab.rows("SELECT [Name] FROM [crm].[People]")).containsExactlyInAnyOrder("Ada ", "space", "acute");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_worker_that_lost_its_lease_changes_nothing(boolean careful) throws Exception {
        try (TableLoad old = oneFilled();
                TableLoad young = people()) {
            old.claim(1);
            RowSink sink = old.begin(careful);
            sink.page(9, 0);
            Person.of("z", 9, "from the old worker").sendTo(sink);

            assertThat(young.claim(2).fence()).isEqualTo(2);
            assertThatThrownBy(() -> old.commit(1, "old", 1, 0, 9, Optional.empty()))
                    .isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> old.finish(1)).isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> old.claim(1)).isInstanceOf(LeaseLost.class);

            Mark mark = load(young, 2, "young", 5, Person.of("a", 2, "from the young worker"));
            assertThat(mark.page()).isEqualTo(5);
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|from the young worker");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_worker_that_dies_before_its_commit_leaves_the_table_as_it_was(boolean careful) throws Exception {
        try (TableLoad dying = oneFilled()) {
            RowSink sink = dying.begin(careful);
            sink.page(9, 0);
            for (int i = 0; i < (careful ? 20 : 20_000); i++) {
                Person.of("dead" + i, 9, "never committed").sendTo(sink);
            }
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada");
        assertThat(lab.one("SELECT page FROM tidemark.mark")).isEqualTo("1");
    }

    @Test
    void a_row_with_a_value_that_no_column_holds_is_refused_and_the_rest_is_loaded() throws Exception {
        try (TableLoad load = oneFilled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            assertThat(Person.of("b", 1, "half \ud83d").sendTo(sink)).contains("column Name", "surrogate");
            assertThat(new Person(null, 1L, false, "no key", 1).sendTo(sink)).contains("column Id");
            assertThat(Person.of("c", 1, "Cid").sendTo(sink)).isNull();
            assertThat(Person.of("d", Long.MIN_VALUE / 1_000_000, "Don").sendTo(sink))
                    .contains("_tidemark_version");
            Mark mark = load.commit(1, "run-2", 4, 3, 2, Optional.empty());
            assertThat(mark.counts()).isEqualTo(new Counts(4, 1, 0, 0, 3));
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada", "c|Cid");
    }

    @Test
    void a_key_too_long_is_refused_by_itself() throws Exception {
        Random random = new Random(3);
        StringBuilder noise = new StringBuilder();
        while (noise.length() < 3_000) {
            noise.append(Long.toHexString(random.nextLong()));
        }
        try (TableLoad load = oneFilled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            assertThat(Person.of("b", 1, "Bob").sendTo(sink)).isNull();
            assertThat(Person.of(noise.toString(), 1, "Long").sendTo(sink)).contains("Id", "longer than");
            load.commit(1, "run-2", 2, 1, 2, Optional.empty());
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada", "b|Bob");
    }

    @Test
    void a_record_taken_back_leaves_no_trace() throws Exception {
        try (TableLoad load = oneFilled()) {
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
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada", "c|Cid");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_row_that_the_owners_own_rule_refuses_is_found_in_careful_mode(int rule) throws Exception {
        if (rule >= noBobby().size()) {
            return;
        }
        try (TableLoad load = oneFilled()) {
            for (String statement : noBobby().get(rule)) {
                lab.execute(statement);
            }
            Person[] slice = {
                Person.of("c", 1, "Cid"), Person.of("b", 1, "Bobby"), Person.of("d", 1, "Dot"), Person.of("e", 1, "Eve")
            };
            assertThatThrownBy(() -> load(load, 1, "run-2", 2, slice)).isInstanceOf(RowsRefused.class);

            RowSink sink = load.begin(true);
            sink.page(2, 0);
            assertThat(slice[0].sendTo(sink)).isNull();
            assertThat(slice[1].sendTo(sink)).isNotBlank();
            assertThat(slice[2].sendTo(sink)).isNull();
            assertThat(slice[3].sendTo(sink)).isNull();
            assertThat(load.commit(1, "run-2", 4, 1, 2, Optional.empty()).counts())
                    .isEqualTo(new Counts(4, 3, 0, 0, 1));
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada", "c|Cid", "d|Dot", "e|Eve");
    }

    @Test
    void json_that_is_none_is_refused_and_not_stored() throws Exception {
        try (TableLoad load = oneFilled()) {
            RowSink first = load.begin(false);
            first.page(2, 0);
            broken(first);
            assertThatThrownBy(() -> load.commit(1, "run-2", 1, 0, 2, Optional.empty()))
                    .isInstanceOf(RowsRefused.class);
            RowSink careful = load.begin(true);
            careful.page(2, 0);
            assertThat(broken(careful)).isNotBlank();
            assertThat(load.commit(1, "run-2", 1, 1, 2, Optional.empty())
                            .counts()
                            .rejected())
                    .isEqualTo(1);
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada");
    }

    private static @Nullable String broken(RowSink sink) {
        sink.begin();
        sink.text(0, "x");
        sink.json(3, "{\"open\": ");
        sink.end(new byte[0], 0, 0);
        return sink.refusal();
    }

    @Test
    void careful_mode_takes_many_rows() throws Exception {
        try (TableLoad load = oneFilled()) {
            RowSink sink = load.begin(true);
            sink.page(2, 0);
            for (int i = 0; i < 300; i++) {
                assertThat(Person.of("k" + i % 270, i, "n" + i).sendTo(sink)).isNull();
            }
            assertThat(load.commit(1, "run-2", 300, 0, 2, Optional.empty()).counts())
                    .isEqualTo(new Counts(300, 300, 0, 0, 0));
        }
        assertThat(lab.one("SELECT count(*) FROM [crm].[People]")).isEqualTo("271");
    }

    @ParameterizedTest
    @EnumSource(Deletes.class)
    void a_forgotten_row_is_gone_for_good(Deletes deletes) throws Exception {
        TableSpec table = People.table(deletes);
        database.prepare(lab.access(), table);
        try (TableLoad load = database.open(lab.access(), table)) {
            load.claim(1);
            load(load, 1, "run-1", 1, Person.of("a", 1, "Ada"));
            load.finish(1);
            load(load, 1, "run-1", 2, Person.gone("a", 2));
            assertThat(load.forget("a")).isTrue();
            assertThat(load.forget("a")).isFalse();
            load(load, 1, "run-1", 3, Person.of("a", 1, "Ada"));
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada"); // nothing is kept, not even that it was deleted
    }

    @ParameterizedTest
    @EnumSource(Deletes.class)
    void what_is_kept_of_a_key_is_told(Deletes deletes) throws Exception {
        TableSpec table = People.table(deletes);
        RowLookup lookup = (RowLookup) database;
        assertThat(lookup.look(lab.access(), table, "a")).isEqualTo(RowLookup.Kept.NOTHING);
        database.prepare(lab.access(), table);
        try (TableLoad load = database.open(lab.access(), table)) {
            load.claim(1);
            load(load, 1, "run-1", 1, Person.of("a", 1, "Ada"), Person.of("b", 1, "Bob"));
            load.finish(1);
            load(load, 1, "run-1", 2, Person.gone("b", 2));
        }
        RowLookup.Row ada = lookup.look(lab.access(), table, "a").row().orElseThrow();
        assertThat(ada.values()).containsEntry("Name", "Ada").doesNotContainKey("_tidemark_page");
        assertThat(ada.page()).isEqualTo(1);
        assertThat(ada.version()).contains(Instant.EPOCH.plusSeconds(1));
        assertThat(ada.deletedAt()).isEmpty();
        RowLookup.Kept gone = lookup.look(lab.access(), table, "b");
        assertThat(gone.row().flatMap(RowLookup.Row::deletedAt).isPresent()).isEqualTo(deletes == Deletes.SOFT);
        assertThat(gone.grave().isPresent()).isEqualTo(deletes == Deletes.HARD);
        assertThat(lookup.look(lab.access(), table, "c")).isEqualTo(RowLookup.Kept.NOTHING);
    }

    @Test
    void rows_that_do_not_add_up_are_not_loaded() throws Exception {
        try (TableLoad load = oneFilled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            Person.of("b", 1, "Bob").sendTo(sink);
            assertThatThrownBy(() -> load.commit(1, "run-2", 5, 0, 2, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(load(load, 1, "run-2", 2, Person.of("c", 1, "Cid")).page())
                    .isEqualTo(2);
        }
        assertThat(lab.rows(NAMES)).containsExactly("a|Ada", "c|Cid");
    }

    @Test
    void very_many_rows_are_merged_without_being_held() throws Exception {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Long> used = new TreeMap<>();
        try (TableLoad load = oneFilled()) {
            RowSink sink = load.begin(false);
            sink.page(2, 0);
            for (int i = 0; i < 60_000; i++) {
                Person.of("k" + i, 1, "x".repeat(200)).sendTo(sink);
                if (i == 10_000 || i == 59_000) {
                    System.gc();
                    used.put("after " + i, runtime.totalMemory() - runtime.freeMemory());
                }
            }
            assertThat(load.commit(1, "run-2", 60_000, 0, 2, Optional.empty())
                            .counts()
                            .loaded())
                    .isEqualTo(60_000);
        }
        List<Long> bytes = new ArrayList<>(used.values());
        assertThat(Math.abs(bytes.getFirst() - bytes.getLast())).isLessThan(15L << 20);
    }

    @Test
    void the_end_of_a_fill_leaves_one_row_a_key_and_is_told_once() throws Exception {
        try (TableLoad load = people()) {
            load.claim(1);
            load(load, 1, "run", 1, Person.of("a", 1, "old"), Person.of("b", 1, "Bob"), Person.gone("c", 1));
            load(load, 1, "run", 2, Person.of("a", 2, "new"), Person.gone("b", 2), Person.gone("c", 1));
            Mark mark = load.finish(1);
            assertThat(mark.counts().seen()).isEqualTo(6);
            assertThat(mark.counts().balance()).isTrue();
            assertThat(load.finish(1)).isEqualTo(mark);
        }
        assertThat(lab.rows("SELECT [Id], [Name], CASE WHEN _tidemark_deleted_at IS NULL THEN 'there' ELSE 'gone' END"
                        + " FROM [crm].[People] ORDER BY 1"))
                .containsExactly("a|new|there", "b|Bob|gone", "c|null|gone");
        assertThat(database.prepare(lab.access(), People.table(Deletes.SOFT))).isEmpty();
    }

    // --- merges ---

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int seed = 1; seed <= 6; seed++) {
            for (Deletes deletes : Deletes.values()) {
                cases.add(new Case(seed, deletes, false));
                cases.add(new Case(seed, deletes, true));
            }
        }
        return cases;
    }

    /** @param careful whether each row is loaded by itself */
    record Case(long seed, Deletes deletes, boolean careful) {}

    /** Random slices of versions, deletes and repetitions, against a table worked out in memory. */
    @ParameterizedTest
    @MethodSource("cases")
    void a_table_holds_the_newest_of_all_that_came_and_every_row_has_a_fate(Case given) throws Exception {
        Random random = new Random(given.seed);
        TableSpec table = People.table(given.deletes);
        ExpectedTable expected = new ExpectedTable(given.deletes == Deletes.HARD);
        database.prepare(lab.access(), table);
        try (TableLoad load = database.open(lab.access(), table)) {
            load.claim(1);
            long page = 0;
            List<Person> fill = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<Person> slice = People.slice(random, given.seed);
                fill.addAll(slice);
                load(load, slice, false, "fill", ++page);
                if (!fillsBlindly()) {
                    expected.apply(slice);
                }
            }
            if (fillsBlindly()) {
                expected.apply(fill);
            }
            Counts filled = load.finish(1).counts();
            assertThat(peopleRows()).isEqualTo(expected.rows());
            assertThat(filled).isEqualTo(expected.counts(fill.size()));

            for (int i = 0; i < 12; i++) {
                List<Person> slice = People.slice(random, given.seed);
                expected.countAnew();
                if (given.careful) {
                    slice.forEach(one -> expected.apply(List.of(one)));
                } else {
                    expected.apply(slice);
                }
                Mark mark = load(load, slice, given.careful, "run" + i, ++page);
                assertThat(peopleRows()).as("slice %s", slice).isEqualTo(expected.rows());
                assertThat(mark.counts()).as("slice %s", slice).isEqualTo(expected.counts(slice.size()));
                assertThat(mark.counts().balance()).isTrue();
                assertThat(mark.page()).isEqualTo(page);
            }
        }
    }

    private List<String> peopleRows() {
        return lab.rows("SELECT [Id], [Name], [Size], _tidemark_version, _tidemark_deleted_at FROM [crm].[People]"
                + " ORDER BY 1");
    }

    // --- types ---

    private record Value(FieldType type, ObjIntConsumer<RowSink> send, String expected) {}

    private static final List<Value> VALUES = List.of(
            new Value(FieldType.TEXT, (s, c) -> s.text(c, ""), ""),
            new Value(
                    FieldType.TEXT,
                    (s, c) -> s.text(c, "日本 \uD83D\uDE00\t\n\r\\N '\"`\\' \\0 ; -- %"),
                    "日本 \uD83D\uDE00\t\n\r\\N '\"`\\' \\0 ; -- %"),
            new Value(FieldType.TEXT, (s, c) -> s.text(c, "xabcx".toCharArray(), 1, 3), "abc"),
            new Value(FieldType.TEXT, (s, c) -> s.text(c, "x".repeat(300_000)), "x".repeat(300_000)),
            new Value(FieldType.INTEGER, (s, c) -> s.integer(c, Long.MIN_VALUE), "-9223372036854775808"),
            new Value(FieldType.INTEGER, (s, c) -> s.integer(c, Long.MAX_VALUE), "9223372036854775807"),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("0")), "0"),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("-0.00")), "0"),
            new Value(
                    FieldType.DECIMAL,
                    (s, c) -> s.decimal(c, new BigDecimal("1234567890123.45600")),
                    "1234567890123.456"),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("-1e-18")), "-0.000000000000000001"),
            new Value(FieldType.DECIMAL, (s, c) -> s.decimal(c, new BigDecimal("12e7")), "120000000"),
            new Value(
                    FieldType.DECIMAL,
                    (s, c) -> s.decimal(c, new BigDecimal("98765432109876543210.123456789012345678")),
                    "98765432109876543210.123456789012345678"),
            new Value(FieldType.DECIMAL, (s, c) -> s.integer(c, Long.MIN_VALUE), "-9223372036854775808"),
            new Value(FieldType.DOUBLE, (s, c) -> s.number(c, Double.MIN_VALUE), "4.9E-324"),
            new Value(FieldType.DOUBLE, (s, c) -> s.number(c, -1.7976931348623157e308), "-1.7976931348623157E308"),
            new Value(FieldType.DOUBLE, (s, c) -> s.number(c, 0.1), "0.1"),
            new Value(FieldType.DOUBLE, (s, c) -> s.integer(c, 3), "3.0"),
            new Value(FieldType.BOOLEAN, (s, c) -> s.bool(c, true), "true"),
            new Value(FieldType.BOOLEAN, (s, c) -> s.bool(c, false), "false"),
            new Value(FieldType.DATE, (s, c) -> s.date(c, 0), "1970-01-01"),
            new Value(FieldType.DATE, (s, c) -> s.date(c, -719_162), "0001-01-01"),
            new Value(FieldType.DATE, (s, c) -> s.date(c, 2_932_896), "9999-12-31"),
            new Value(FieldType.TIME, (s, c) -> s.time(c, 0), "0"),
            new Value(FieldType.TIME, (s, c) -> s.time(c, 86_399_999_999L), "86399999999"),
            new Value(FieldType.INSTANT, (s, c) -> s.instant(c, 1), "1970-01-01T00:00:00.000001Z"),
            new Value(FieldType.INSTANT, (s, c) -> s.instant(c, -1), "1969-12-31T23:59:59.999999Z"),
            new Value(FieldType.INSTANT, (s, c) -> s.instant(c, 4_102_444_800_123_456L), "2100-01-01T00:00:00.123456Z"),
            new Value(FieldType.INSTANT, (s, c) -> s.instant(c, -62_135_596_800_000_000L), "0001-01-01T00:00:00Z"),
            new Value(FieldType.BYTES, (s, c) -> s.bytes(c, new byte[] {0, -1, 39, 92}), "00ff275c"),
            new Value(FieldType.BYTES, (s, c) -> s.bytes(c, new byte[0]), ""),
            new Value(
                    FieldType.JSON,
                    (s, c) -> s.json(c, "{\"b\":[1,null],\"a\":\"é\\u00e9 \uD83D\uDE00\"}"),
                    "{\"a\":\"éé \uD83D\uDE00\",\"b\":[1,null]}"),
            new Value(FieldType.JSON, (s, c) -> {}, "null"));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_type_keeps_its_values(boolean filling) throws Exception {
        List<Column> columns = new ArrayList<>(List.of(new Column("id", FieldType.INTEGER)));
        for (int i = 0; i < VALUES.size(); i++) {
            columns.add(new Column("c" + i, VALUES.get(i).type));
        }
        TableSpec table = new TableSpec("types", "kinds", "types", columns, List.of("id"), Deletes.SOFT);
        database.prepare(lab.access(), table);
        try (TableLoad load = database.open(lab.access(), table)) {
            load.claim(1);
            if (!filling) {
                load.finish(1);
            }
            for (int page = 1; page <= 2; page++) {
                RowSink sink = load.begin(page == 2 && !filling);
                sink.page(page, 0);
                sink.begin();
                for (int i = VALUES.size() - 1; i >= 0; i--) {
                    VALUES.get(i).send.accept(sink, i + 1);
                }
                sink.integer(0, 1);
                sink.end(new byte[0], 0, 0);
                assertThat(sink.refusal()).isNull();
                load.commit(1, "run" + page, 1, 0, page, Optional.empty());
            }
            assertThat(load.finish(1).counts().unchanged()).isEqualTo(1);
        }
        for (int i = 0; i < VALUES.size(); i++) {
            assertThat(look(VALUES.get(i).type, "c" + i)).as("c" + i).isEqualTo(VALUES.get(i).expected);
        }
    }

    private String look(FieldType type, String column) {
        String query = "SELECT [" + column + "] FROM [kinds].[types]";
        return switch (type) {
            case TIME -> Times.micros(lab, query);
            case DATE -> Times.day(lab, query);
            case DOUBLE -> Times.number(lab, query);
            case JSON -> Times.json(lab.one(query));
            case BOOLEAN -> Times.truth(lab, query);
            default -> lab.one(query);
        };
    }

    // --- absences ---

    private @Nullable TableLoad opened;
    private long page;

    private TableLoad load() {
        return Objects.requireNonNull(opened);
    }

    @Test
    void a_row_is_deleted_when_a_second_complete_reading_lacks_it_too() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        assertThat(reading("a", "b", "c").counts()).isEqualTo(new Counts(3, 0, 3, 0, 0));
        assertThat(live()).containsExactly("a", "b", "c", "d");
        Mark second = reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c");
        assertThat(second.counts()).isEqualTo(new Counts(4, 0, 3, 1, 0));
        assertThat(second.counts().balance()).isTrue();
        assertThat(lab.one("SELECT [Name], _tidemark_page FROM [crm].[People] WHERE [Id] = 'd'"))
                .isEqualTo("Name of d|3");
        assertThat(load().notes()).isEmpty();
    }

    @Test
    void a_row_that_is_back_in_the_second_reading_begins_anew() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        reading("a", "b", "c");
        reading("a", "b", "c", "d");
        reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c", "d");
        reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @EnumSource(Deletes.class)
    void a_record_that_was_made_anew_is_there_again_and_can_go_again(Deletes deletes) throws Exception {
        begin(People.table(deletes), "a", "b");
        reading("a");
        reading("a");
        assertThat(live()).containsExactly("a");
        reading("a", "b");
        assertThat(live()).containsExactly("a", "b");
        reading("a");
        reading("a");
        assertThat(live()).containsExactly("a");
    }

    @Test
    void a_reading_of_several_slices_is_complete_with_its_last_page() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        for (int i = 0; i < 2; i++) {
            long first = page + 1;
            commit(Optional.of(new Listing(first, false, BRAKE)), 1, "a", "b");
            assertThat(live()).containsExactly("a", "b", "c", "d");
            commit(Optional.of(new Listing(first, true, BRAKE)), 1, "c");
        }
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void a_reading_that_was_never_completed_or_cannot_tell_begins_the_count_anew() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        reading("a", "b", "c");
        commit(Optional.of(new Listing(page + 1, false, BRAKE)), 1, "a");
        reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c", "d");
        RowSink sink = load().begin(false);
        sink.page(++page, 1_000_000_000L);
        for (String id : List.of("a", "b", "c")) {
            Person.of(id, 1, "Name of " + id).sendTo(sink);
        }
        load().commit(1, "run-" + page, 4, 1, page, Optional.of(new Listing(page, true, BRAKE)));
        assertThat(load().notes()).singleElement().asString().contains("rejected");
        reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c", "d");
        reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void two_readings_that_lack_a_row_must_follow_one_another() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        reading("a", "b", "c"); // lacks d
        commit(Optional.empty(), 2, "d"); // a look for changes sees it
        reading("a", "b", "c"); // lacks it again: the first time since
        assertThat(live()).containsExactly("a", "b", "c", "d");
        reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void a_key_that_is_spelled_otherwise_is_the_same_key() throws Exception {
        TableSpec table = new TableSpec(
                "sync-6",
                "crm",
                "People",
                List.of(new Column("Id", FieldType.DECIMAL), new Column("Name", FieldType.TEXT)),
                List.of("Id"),
                Deletes.SOFT);
        database.prepare(lab.access(), table);
        try (TableLoad load = database.open(lab.access(), table)) {
            load.claim(1);
            numbers(load, 1, "1.0", "2");
            load.finish(1);
            for (int i = 2; i < 5; i++) {
                numbers(load, i, "1.00", "2");
            }
            assertThat(lab.one("SELECT count(*) FROM [crm].[People] WHERE _tidemark_deleted_at IS NULL"))
                    .isEqualTo("2");
            assertThat(lab.one("SELECT count(*) FROM tidemark.absent")).isEqualTo("0");
        }
    }

    private static void numbers(TableLoad load, long page, String... ids) throws Exception {
        RowSink sink = load.begin(false);
        sink.page(page, 1_000_000_000L);
        for (String id : ids) {
            sink.begin();
            sink.decimal(0, new BigDecimal(id));
            sink.text(1, "n");
            sink.end(new byte[0], 0, 0);
        }
        load.commit(1, "run-" + page, ids.length, 0, page, Optional.of(new Listing(page, true, BRAKE)));
    }

    @Test
    void an_empty_answer_deletes_nothing_unless_a_person_lets_it() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        for (int i = 0; i < 3; i++) {
            reading();
        }
        assertThat(live()).containsExactly("a", "b", "c", "d");
        assertThat(load().notes())
                .singleElement()
                .asString()
                .startsWith("brake: 4 of 4 rows")
                .contains("brake: 100%");
        commit(Optional.of(new Listing(page + 1, true, 1)), 1);
        assertThat(live()).isEmpty();
    }

    @Test
    void more_rows_than_the_brake_lets_go_stay() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        String[] all = IntStream.range(0, 30).mapToObj(i -> "p" + (100 + i)).toArray(String[]::new);
        reading(all);
        String[] half = Arrays.copyOf(all, 14);
        reading(half);
        assertThat(live()).hasSize(30); // the four of before are gone
        reading(half);
        assertThat(live()).hasSize(30);
        assertThat(load().notes()).singleElement().asString().startsWith("brake: 16 of 30 rows");
        assertThat(reading(Arrays.copyOf(all, 20)).counts().deleted()).isEqualTo(10);
        assertThat(live()).hasSize(20);
        assertThat(load().notes()).isEmpty();
    }

    @Test
    void keys_of_several_columns_and_of_numbers_are_told_apart() throws Exception {
        TableSpec people = People.table(Deletes.HARD);
        begin(
                new TableSpec("sync-3", "crm", "People", people.columns(), List.of("Size", "Id"), Deletes.HARD),
                "a",
                "ab",
                "abc");
        reading("a", "abc");
        reading("a", "abc");
        assertThat(live()).containsExactly("a", "abc");
        assertThat(load().forget("[9,\"a\"]")).isTrue();
        assertThat(live()).containsExactly("abc");
    }

    /** A reading of one page that brings these and is complete. */
    @Test
    void the_key_of_a_record_whose_value_does_not_fit_is_there() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d", "e");
        for (int i = 0; i < 2; i++) {
            readingWith(false, 2, 2, sink -> {
                send(sink, "a", "b");
                sink.begin();
                sink.text(0, "c");
                sink.discard();
                assertThat(Person.of("e", 1, "\ud800").sendTo(sink)).isNotNull();
            });
            assertThat(load().notes()).isEmpty();
        }
        assertThat(live()).containsExactly("a", "b", "c", "e");
        assertThat(lab.one("SELECT [Name] FROM [crm].[People] WHERE [Id] = 'c'"))
                .isEqualTo("Name of c");
    }

    @Test
    void the_key_of_a_record_that_the_database_refuses_is_there_and_so_are_those_beside_it() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        readingWith(false, 4, 0, sink -> {
            send(sink, "b", "c", "d");
            assertThat(Person.of("a", 1, "Ada").sendTo(sink)).isNull();
        });
        for (String statement : noBobby().getFirst()) {
            lab.execute(statement);
        }
        for (int i = 0; i < 2; i++) {
            readingWith(true, 2, 1, sink -> {
                send(sink, "b");
                assertThat(Person.of("c", 1, "Bobby").sendTo(sink)).isNotBlank();
                assertThat(Person.of("a", 1, "Ada").sendTo(sink)).isNull();
            });
            assertThat(load().notes()).isEmpty();
        }
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void a_key_that_is_too_long_for_any_row_hides_nothing() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        for (int i = 0; i < 2; i++) {
            readingWith(false, 3, 1, sink -> {
                send(sink, "a", "b", "c");
                assertThat(Person.of("x".repeat(3_000), 1, "long").sendTo(sink)).contains("longer");
            });
        }
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void where_a_key_cannot_be_read_nothing_is_gone() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        for (int i = 0; i < 2; i++) {
            readingWith(false, 3, 1, sink -> {
                send(sink, "a", "b", "c");
                assertThat(Person.of("\ud800", 1, "named").sendTo(sink)).isNotNull();
            });
            assertThat(load().notes()).singleElement().asString().contains("rejected");
        }
        assertThat(live()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void where_more_keys_are_rejected_than_are_remembered_nothing_is_gone() throws Exception {
        begin(People.table(Deletes.SOFT), "a", "b", "c", "d");
        int many = 15_000;
        for (int i = 0; i < 2; i++) {
            readingWith(false, 3, many, sink -> {
                send(sink, "a", "b", "c");
                for (int n = 0; n < many; n++) {
                    sink.begin();
                    sink.text(0, n + "x".repeat(600));
                    sink.discard();
                }
            });
        }
        assertThat(live()).containsExactly("a", "b", "c", "d");
    }

    private static void send(RowSink sink, String... ids) {
        for (String id : ids) {
            assertThat(Person.of(id, 1, "Name of " + id).sendTo(sink)).isNull();
        }
    }

    /** A reading of one page, with which it is complete. */
    private void readingWith(boolean careful, long taken, long rejected, Consumer<RowSink> records) throws Exception {
        RowSink sink = load().begin(careful);
        sink.page(++page, 1_000_000_000L);
        records.accept(sink);
        load().commit(1, "run-" + page, taken + rejected, rejected, page, Optional.of(new Listing(page, true, BRAKE)));
    }

    private Mark reading(String... ids) throws Exception {
        return commit(Optional.of(new Listing(page + 1, true, BRAKE)), 1, ids);
    }

    private Mark commit(Optional<Listing> listing, long version, String... ids) throws Exception {
        return commit(listing, Optional.empty(), version, ids);
    }

    private Mark commit(Optional<Listing> listing, Optional<Tide> tide, long version, String... ids) throws Exception {
        RowSink sink = load().begin(false);
        sink.page(++page, 1_000_000_000L);
        for (String id : ids) {
            assertThat(Person.of(id, version, "Name of " + id).sendTo(sink)).isNull();
        }
        return load().commit(1, "run-" + page, ids.length, 0, page, listing, tide);
    }

    private void begin(TableSpec table, String... ids) throws Exception {
        database.prepare(lab.access(), table);
        opened = database.open(lab.access(), table);
        load().claim(1);
        page = 0;
        commit(Optional.empty(), 1, ids);
        load().finish(1);
    }

    private List<String> live() {
        return lab.rows("SELECT [Id] FROM [crm].[People] WHERE _tidemark_deleted_at IS NULL ORDER BY 1");
    }

    // --- tidemarks ---

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    /** What a reading tells that began so many minutes after noon; {@code from} is of changes. */
    private static Tide tide(int to, Tide.Deletes deletes, Optional<Integer> from, long first, String... notVouched) {
        return new Tide(
                minutes(to),
                true,
                deletes,
                from.map(TableContract::minutes),
                first,
                Optional.of(List.of(notVouched)),
                3,
                "all clocks are right");
    }

    private static Instant minutes(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    private static Tide all(int to, long first) {
        return tide(to, Tide.Deletes.TOLD, Optional.empty(), first);
    }

    private static Tide changes(int from, int to) {
        return tide(to, Tide.Deletes.TOLD, Optional.of(from), 1);
    }

    private Mark tide(Tide tide, String... ids) throws Exception {
        return commit(Optional.empty(), Optional.of(tide), 1, ids);
    }

    /** A table of which the first pass, begun at noon, is complete. */
    private void beginAtNoon(TableSpec table, Tide.Deletes deletes) throws Exception {
        database.prepare(lab.access(), table);
        opened = database.open(lab.access(), table);
        load().claim(1);
        page = 0;
        tide(tide(0, deletes, Optional.empty(), 1), "a", "b", "c");
        load().finish(1);
    }

    private void risen(int changesTo, @Nullable Integer deletesTo) throws Exception {
        Tidemark stands = load().claim(1).tidemark();
        assertThat(stands.changesTo()).contains(minutes(changesTo));
        assertThat(stands.deletesTo()).isEqualTo(Optional.ofNullable(deletesTo).map(TableContract::minutes));
    }

    @Test
    void a_tidemark_is_read_in_sql() throws Exception {
        TableSpec people = People.table(Deletes.SOFT);
        TableSpec table = new TableSpec(
                people.sync(),
                people.schema(),
                people.name(),
                people.columns(),
                people.key(),
                people.deletes(),
                new TableSpec.Keeper("acme", "people"));
        String view = "SELECT workspace, sync, table_schema, table_name, changes_to, deletes_to, rejected, assumes"
                + " FROM tidemark.tables";
        beginAtNoon(table, Tide.Deletes.TOLD);
        assertThat(lab.one(view))
                .startsWith("acme|people|crm|People|")
                .endsWith("|3|all clocks are right")
                .doesNotContain("null")
                .contains("2026-11-21", "12:00");
        load().rise(1, tide(5, Tide.Deletes.NEVER, Optional.of(0), 1, "Size"));
        assertThat(lab.one(view)).contains("12:05", "|null|");
        assertThat(lab.one("SELECT not_vouched FROM tidemark.tables")).contains("Size");
    }

    @Test
    void nothing_is_known_of_a_table_until_its_first_pass_is_complete() throws Exception {
        database.prepare(lab.access(), People.table(Deletes.SOFT));
        opened = database.open(lab.access(), People.table(Deletes.SOFT));
        load().claim(1);
        page = 0;
        assertThat(commit(Optional.empty(), 1, "a").tidemark()).isEqualTo(Tidemark.NONE);
        assertThat(tide(all(0, 1), "b").tidemark()).isEqualTo(Tidemark.NONE);
        assertThat(lab.one("SELECT changes_to, deletes_to FROM tidemark.tables"))
                .isEqualTo("null|null");
        Tidemark filled = load().finish(1).tidemark();
        assertThat(filled.changesTo()).contains(NOON);
        assertThat(filled.deletesTo()).contains(NOON);
        assertThat(filled.rejected()).isEqualTo(3);
    }

    @Test
    void a_tidemark_follows_reading_upon_reading_and_never_goes_back() throws Exception {
        beginAtNoon(People.table(Deletes.SOFT), Tide.Deletes.TOLD);
        tide(changes(0, 5), "a");
        risen(5, 5);
        load().rise(1, changes(5, 9));
        risen(9, 9);
        load().rise(1, changes(5, 7));
        risen(9, 9);
        load().rise(1, changes(10, 12)); // what changed between 9 and 10 may be missing
        risen(9, 9);
        tide(all(15, page + 1), "a", "b", "c"); // deletes of before it may never be told
        risen(15, 9);
        load().rise(1, changes(15, 20));
        risen(20, 9);
        load().rise(1, changes(9, 25));
        risen(25, 25);
    }

    @Test
    void pages_between_which_records_may_slip_vouch_for_no_changes() throws Exception {
        beginAtNoon(People.table(Deletes.SOFT), Tide.Deletes.TOLD);
        Tide slipped =
                new Tide(minutes(5), false, Tide.Deletes.TOLD, Optional.of(NOON), 2, Optional.of(List.of()), 0, "");
        load().rise(1, slipped);
        risen(0, 5);
    }

    @Test
    void where_all_tells_of_deletes_one_reading_of_it_is_enough() throws Exception {
        beginAtNoon(People.table(Deletes.SOFT), Tide.Deletes.ALWAYS_TOLD);
        tide(tide(15, Tide.Deletes.ALWAYS_TOLD, Optional.empty(), page + 1), "a");
        risen(15, 15);
    }

    @Test
    void deletes_of_rows_that_came_before_a_first_pass_are_not_vouched_for() throws Exception {
        database.prepare(lab.access(), People.table(Deletes.SOFT));
        opened = database.open(lab.access(), People.table(Deletes.SOFT));
        load().claim(1);
        page = 0;
        commit(Optional.empty(), 1, "a"); // of a pass that the API forgot
        tide(all(5, 2), "b");
        load().finish(1);
        risen(5, null);
    }

    @Test
    void where_absence_tells_deletes_are_in_until_the_earlier_of_two_readings() throws Exception {
        beginAtNoon(People.table(Deletes.SOFT), Tide.Deletes.ABSENCE);
        listing(10, BRAKE, "a", "b");
        risen(10, 0);
        listing(20, BRAKE, "a", "b");
        risen(20, 10);
        assertThat(live()).containsExactly("a", "b");
        listing(30, BRAKE, "a");
        risen(30, 20);
        assertThat(live()).containsExactly("a", "b");
    }

    @Test
    void a_brake_stops_the_tidemark_of_deletes() throws Exception {
        beginAtNoon(People.table(Deletes.SOFT), Tide.Deletes.ABSENCE);
        listing(10, BRAKE);
        listing(20, BRAKE);
        risen(20, 0);
        listing(30, BRAKE);
        risen(30, 0);
        listing(40, 1);
        risen(40, 30);
        assertThat(live()).isEmpty();
    }

    @Test
    void a_reading_that_cannot_tell_lets_two_others_follow_one_another_anew() throws Exception {
        beginAtNoon(People.table(Deletes.SOFT), Tide.Deletes.ABSENCE);
        listing(10, BRAKE, "a", "b");
        RowSink sink = load().begin(false);
        sink.page(++page, 1_000_000_000L);
        sink.begin();
        sink.discard(); // of which nobody knows the key
        load().commit(
                        1,
                        "run-" + page,
                        1,
                        1,
                        page,
                        Optional.of(new Listing(page, true, BRAKE)),
                        Optional.of(tide(20, Tide.Deletes.ABSENCE, Optional.empty(), page)));
        risen(20, 0);
        listing(30, BRAKE, "a", "b");
        risen(30, 0);
        listing(40, BRAKE, "a", "b");
        risen(40, 30);
    }

    private void listing(int to, double brake, String... ids) throws Exception {
        long first = page + 1;
        commit(
                Optional.of(new Listing(first, true, brake)),
                Optional.of(tide(to, Tide.Deletes.ABSENCE, Optional.empty(), first)),
                1,
                ids);
    }

    @Test
    void new_columns_are_not_vouched_for_until_a_reading_brought_them() throws Exception {
        filled(accounts(), "a", 5);
        assertThat(vouchedNot(accounts(), Optional.of(tide(1, Tide.Deletes.TOLD, Optional.empty(), 1))))
                .isEmpty();
        TableSpec more = accounts(
                new Column("Id", FieldType.TEXT),
                new Column("Amount", FieldType.INTEGER),
                new Column("Score", FieldType.DOUBLE));
        assertThat(vouchedNot(more, Optional.empty())).containsExactly("Score");
        Tide ofOtherColumns =
                new Tide(minutes(2), true, Tide.Deletes.TOLD, Optional.of(minutes(1)), 2, Optional.empty(), 0, "");
        assertThat(vouchedNot(more, Optional.of(ofOtherColumns))).containsExactly("Score");
        assertThat(vouchedNot(more, Optional.of(tide(3, Tide.Deletes.TOLD, Optional.empty(), 3, "Amount"))))
                .containsExactly("Amount");
        TableSpec fewer = accounts(new Column("Id", FieldType.TEXT), new Column("Score", FieldType.DOUBLE));
        assertThat(vouchedNot(fewer, Optional.of(tide(4, Tide.Deletes.TOLD, Optional.of(3), 4))))
                .containsExactly("Amount");
        assertThat(vouchedNot(more, Optional.empty())).containsExactly("Amount");
    }

    private List<String> vouchedNot(TableSpec table, Optional<Tide> tide) throws Exception {
        prepare(table);
        try (TableLoad load = database.open(lab.access(), table)) {
            Mark mark = load.claim(1);
            return (tide.isPresent() ? load.rise(1, tide.get()) : mark)
                    .tidemark()
                    .notVouched();
        }
    }

    @Test
    void a_tidemark_moves_for_the_holder_of_the_lease_alone() throws Exception {
        beginAtNoon(People.table(Deletes.SOFT), Tide.Deletes.TOLD);
        try (TableLoad other = database.open(lab.access(), People.table(Deletes.SOFT))) {
            other.claim(2);
        }
        assertThatThrownBy(() -> load().rise(1, changes(0, 5))).isInstanceOf(LeaseLost.class);
        assertThat(lab.one("SELECT changes_to FROM tidemark.tables")).contains("12:00");
    }

    // --- what the others stand on ---

    private interface Values {
        void sendTo(RowSink sink);
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

    private List<String> prepare(TableSpec table) throws Exception {
        return database.prepare(lab.access(), table);
    }

    private void filled(TableSpec table, String id, long amount) throws Exception {
        prepare(table);
        load(table, 1, sink -> {
            sink.text(0, id);
            sink.integer(1, amount);
        });
    }

    private void load(TableSpec table, long page, Values values) throws Exception {
        try (TableLoad load = database.open(lab.access(), table)) {
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

    private TableLoad people() throws Exception {
        TableSpec table = People.table(Deletes.SOFT);
        database.prepare(lab.access(), table);
        return database.open(lab.access(), table);
    }

    /** A load of a table that holds one person and whose first pass is complete. */
    private TableLoad oneFilled() throws Exception {
        TableLoad load = people();
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

    private static Mark load(TableLoad load, List<Person> slice, boolean careful, String run, long page)
            throws Exception {
        RowSink sink = load.begin(careful);
        sink.page(page, People.RETRIEVED_AT);
        for (Person person : slice) {
            assertThat(person.sendTo(sink)).isNull();
        }
        return load.commit(1, run, slice.size(), 0, page, Optional.empty());
    }

    private static void assertRefused(String code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(ConnectorException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.whatToDo()).isNotBlank();
        });
    }
}
