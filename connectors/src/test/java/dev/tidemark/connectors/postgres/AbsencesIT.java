package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.Counts;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Listing;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.sql.tables.People;
import dev.tidemark.connectors.sql.tables.People.Person;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that are gone, found by what complete readings of everything lack (invariant 5). */
class AbsencesIT {

    private static final double BRAKE = 0.5;

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresConnector postgres = new PostgresConnector();

    private TableLoad load = fill(People.table(Deletes.SOFT), "a", "b", "c", "d");
    private long page = 1;

    @AfterEach
    void close() {
        load.close();
    }

    @Test
    void a_row_is_deleted_when_a_second_complete_reading_lacks_it_too() throws Exception {
        assertThat(reading("a", "b", "c").counts()).isEqualTo(new Counts(3, 0, 3, 0, 0));
        assertThat(live()).containsExactly("a", "b", "c", "d");
        Mark second = reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c");
        assertThat(second.counts()).isEqualTo(new Counts(4, 0, 3, 1, 0));
        assertThat(second.counts().balance()).isTrue();
        assertThat(database.one("SELECT \"Name\", \"_tidemark_page\" FROM crm.\"People\" WHERE \"Id\" = 'd'"))
                .isEqualTo("Name of d|3");
        assertThat(load.notes()).isEmpty();
    }

    @Test
    void a_row_that_is_back_in_the_second_reading_begins_anew() throws Exception {
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
        load.close();
        load = fill(
                new TableSpec("sync-2", "crm", "Others", People.table(deletes).columns(), List.of("Id"), deletes),
                "a",
                "b");
        page = 1;
        reading("a");
        reading("a");
        assertThat(others(deletes)).containsExactly("a");
        reading("a", "b");
        assertThat(others(deletes)).containsExactly("a", "b");
        reading("a");
        reading("a");
        assertThat(others(deletes)).containsExactly("a");
    }

    @Test
    void a_row_that_came_while_the_readings_went_on_stays() throws Exception {
        reading("a", "b", "c", "d");
        commit(Optional.empty(), "e");
        reading("a", "b", "c", "d");
        commit(Optional.empty(), "f");
        assertThat(live()).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void a_reading_of_several_slices_is_complete_with_its_last_page() throws Exception {
        long first = page + 1;
        commit(Optional.of(new Listing(first, false, BRAKE)), "a", "b");
        commit(Optional.of(new Listing(first, true, BRAKE)), "c");
        long second = page + 1;
        commit(Optional.of(new Listing(second, false, BRAKE)), "a", "b");
        assertThat(live()).containsExactly("a", "b", "c", "d");
        commit(Optional.of(new Listing(second, true, BRAKE)), "c");
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void a_reading_that_was_never_completed_tells_nothing() throws Exception {
        reading("a", "b", "c");
        commit(Optional.of(new Listing(page + 1, false, BRAKE)), "a");
        reading("a", "b", "c", "d");
        assertThat(live()).containsExactly("a", "b", "c", "d");
        assertThat(database.one("SELECT count(*) FROM tidemark.listed")).isEqualTo("0");
        assertThat(database.one("SELECT count(*) FROM tidemark.absent")).isEqualTo("0");
    }

    @Test
    void a_reading_with_a_rejected_record_tells_nothing_and_says_so() throws Exception {
        reading("a", "b", "c");
        RowSink sink = load.begin(false);
        sink.page(++page, 1_000_000_000L);
        for (String id : List.of("a", "b")) {
            Person.of(id, 1, "Name of " + id).sendTo(sink);
        }
        load.commit(1, "run-" + page, 3, 1, page, Optional.of(new Listing(page, true, BRAKE)));
        assertThat(live()).containsExactly("a", "b", "c", "d");
        assertThat(load.notes()).singleElement().asString().contains("rejected");
    }

    @Test
    void two_readings_that_lack_a_row_must_follow_one_another() throws Exception {
        reading("a", "b", "c"); // lacks d
        commit(Optional.empty(), 2, "d"); // a look for changes sees it
        reading("a", "b", "c"); // lacks it again: the first time since
        assertThat(live()).containsExactly("a", "b", "c", "d");
        reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c");
    }

    @Test
    void a_reading_that_cannot_tell_begins_the_count_anew() throws Exception {
        reading("a", "b", "c");
        RowSink sink = load.begin(false);
        sink.page(++page, 1_000_000_000L);
        for (String id : List.of("a", "b", "c", "d")) {
            Person.of(id, 1, "Name of " + id).sendTo(sink);
        }
        load.commit(1, "run-" + page, 5, 1, page, Optional.of(new Listing(page, true, BRAKE)));
        reading("a", "b", "c");
        assertThat(live()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_row_that_another_table_refers_to_keeps_the_slice_and_says_so() throws Exception {
        load.close();
        TableSpec table = new TableSpec(
                "sync-5", "crm", "Held", People.table(Deletes.HARD).columns(), List.of("Id"), Deletes.HARD);
        load = fill(table, "a", "b", "c");
        page = 1;
        database.execute("CREATE TABLE refers (id text REFERENCES crm.\"Held\" (\"Id\"))");
        database.execute("INSERT INTO refers VALUES ('b')");
        reading("a", "c");
        Mark mark = reading("a", "c", "new");
        assertThat(mark.counts().loaded()).isEqualTo(1);
        assertThat(load.notes()).singleElement().asString().contains("refused");
        assertThat(database.rows("SELECT \"Id\" FROM crm.\"Held\" ORDER BY 1")).containsExactly("a", "b", "c", "new");
    }

    @Test
    void a_key_that_is_spelled_otherwise_is_the_same_key() throws Exception {
        load.close();
        TableSpec table = new TableSpec(
                "sync-6",
                "crm",
                "Numbers",
                List.of(new Column("Id", FieldType.DECIMAL), new Column("Name", FieldType.TEXT)),
                List.of("Id"),
                Deletes.SOFT);
        postgres.prepare(database.access(), table);
        load = postgres.open(database.access(), table);
        load.claim(1);
        page = 0;
        numbers("1.0", "2");
        load.finish(1);
        for (int i = 0; i < 3; i++) {
            numbers("1.00", "2");
        }
        assertThat(database.one("SELECT count(*) FROM crm.\"Numbers\" WHERE \"_tidemark_deleted_at\" IS NULL"))
                .isEqualTo("2");
        assertThat(database.one("SELECT count(*) FROM tidemark.absent WHERE sync = 'sync-6'"))
                .isEqualTo("0");
    }

    private void numbers(String... ids) throws Exception {
        RowSink sink = load.begin(false);
        sink.page(++page, 1_000_000_000L);
        for (String id : ids) {
            sink.begin();
            sink.decimal(0, new BigDecimal(id));
            sink.text(1, "n");
            sink.end(new byte[0], 0, 0);
        }
        load.commit(1, "run-" + page, ids.length, 0, page, Optional.of(new Listing(page, true, BRAKE)));
    }

    @Test
    void a_key_that_is_forgotten_is_not_kept_among_the_absent() throws Exception {
        reading("a", "b", "c");
        assertThat(database.one("SELECT key FROM tidemark.absent")).isEqualTo("d");
        load.forget("d");
        assertThat(database.one("SELECT count(*) FROM tidemark.absent")).isEqualTo("0");
    }

    @Test
    void an_empty_answer_deletes_nothing_unless_a_person_lets_it() throws Exception {
        for (int i = 0; i < 3; i++) {
            reading();
        }
        assertThat(live()).containsExactly("a", "b", "c", "d");
        assertThat(load.notes())
                .singleElement()
                .asString()
                .startsWith("brake: 4 of 4 rows")
                .contains("brake: 100%");
        commit(Optional.of(new Listing(page + 1, true, 1)));
        assertThat(live()).isEmpty();
    }

    @Test
    void more_rows_than_the_brake_lets_go_stay() throws Exception {
        String[] all = IntStream.range(0, 30).mapToObj(i -> "p" + (100 + i)).toArray(String[]::new);
        reading(all);
        String[] half = Arrays.copyOf(all, 14);
        reading(half);
        assertThat(live()).hasSize(30); // the four of before are gone
        reading(half);
        assertThat(live()).hasSize(30);
        assertThat(load.notes()).singleElement().asString().startsWith("brake: 16 of 30 rows");
        assertThat(reading(Arrays.copyOf(all, 20)).counts().deleted()).isEqualTo(10);
        assertThat(live()).hasSize(20);
        assertThat(load.notes()).isEmpty();
    }

    @Test
    void keys_of_several_columns_and_of_numbers_are_told_apart() throws Exception {
        load.close();
        TableSpec table = new TableSpec(
                "sync-3", "crm", "Pairs", People.table(Deletes.SOFT).columns(), List.of("Size", "Id"), Deletes.SOFT);
        load = fill(table, "a", "ab", "abc");
        page = 1;
        reading("a", "abc");
        reading("a", "abc");
        assertThat(database.rows("SELECT \"Id\" FROM crm.\"Pairs\" WHERE \"_tidemark_deleted_at\" IS NULL ORDER BY 1"))
                .containsExactly("a", "abc");
    }

    @Test
    void the_first_filling_of_a_table_needs_no_listing() throws Exception {
        load.close();
        TableSpec table = new TableSpec(
                "sync-4", "crm", "Fresh", People.table(Deletes.SOFT).columns(), List.of("Id"), Deletes.SOFT);
        postgres.prepare(database.access(), table);
        load = postgres.open(database.access(), table);
        load.claim(1);
        page = 0;
        reading("a", "b");
        assertThat(load.notes()).isEmpty();
        load.finish(1);
        reading("a");
        reading("a");
        assertThat(database.rows("SELECT \"Id\" FROM crm.\"Fresh\" WHERE \"_tidemark_deleted_at\" IS NULL"))
                .containsExactly("a");
    }

    /** A reading of one page that brings these and is complete. */
    private Mark reading(String... ids) throws Exception {
        return commit(Optional.of(new Listing(page + 1, true, BRAKE)), ids);
    }

    private Mark commit(Optional<Listing> listing, String... ids) throws Exception {
        return commit(listing, 1, ids);
    }

    private Mark commit(Optional<Listing> listing, long version, String... ids) throws Exception {
        RowSink sink = load.begin(false);
        sink.page(++page, 1_000_000_000L);
        for (String id : ids) {
            assertThat(Person.of(id, version, "Name of " + id).sendTo(sink)).isNull();
        }
        return load.commit(1, "run-" + page, ids.length, 0, page, listing);
    }

    private TableLoad fill(TableSpec table, String... ids) {
        try {
            postgres.prepare(database.access(), table);
            TableLoad filled = postgres.open(database.access(), table);
            filled.claim(1);
            RowSink sink = filled.begin(false);
            sink.page(1, 1_000_000_000L);
            for (String id : ids) {
                Person.of(id, 1, "Name of " + id).sendTo(sink);
            }
            filled.commit(1, "run-1", ids.length, 0, 1, Optional.empty());
            filled.finish(1);
            return filled;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<String> live() {
        return database.rows("SELECT \"Id\" FROM crm.\"People\" WHERE \"_tidemark_deleted_at\" IS NULL ORDER BY 1");
    }

    private List<String> others(Deletes deletes) {
        return database.rows(
                deletes == Deletes.HARD
                        ? "SELECT \"Id\" FROM crm.\"Others\" ORDER BY 1"
                        : "SELECT \"Id\" FROM crm.\"Others\" WHERE \"_tidemark_deleted_at\" IS NULL ORDER BY 1");
    }
}
