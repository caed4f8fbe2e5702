package dev.tidemark.connectors.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for the tables of every database, over a real one. */
public abstract class ReadContract {

    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    protected abstract SourceConnector connector();

    /** The account, with these settings besides. Its tables are made by {@link #execute}. */
    protected abstract Access access(Map<String, String> more);

    protected abstract void execute(String sql);

    /** The type of a moment. */
    protected abstract String moment();

    private final Map<String, String> settings = new HashMap<>(Map.of("page_rows", "2"));

    private TablePass pass(String stream, Reading reading) {
        return new TablePass(connector(), access(settings), stream, reading);
    }

    private TablePass all(String stream) {
        return pass(stream, new Reading.Everything()).through();
    }

    private TablePass since(String stream, Instant from) {
        return pass(stream, new Reading.Since(from)).through();
    }

    private StreamSpec describe(String stream) {
        return TablePass.described(connector(), access(settings), stream);
    }

    private void orders(String name) {
        execute("CREATE TABLE " + name + " (id integer PRIMARY KEY, note varchar(40), updated_at " + moment()
                + " NOT NULL)");
        execute("CREATE INDEX " + name + "_by_time ON " + name + " (updated_at)");
    }

    private void order(String table, int id, String time) {
        execute("INSERT INTO " + table + " VALUES (" + id + ", 'n" + id + "', '" + time + "')");
    }

    @Test
    void a_table_is_described_by_its_key_its_columns_and_the_time_of_its_changes() {
        orders("plain");
        StreamSpec stream = describe("plain");
        assertThat(stream.key()).containsExactly("id");
        assertThat(stream.cursor()).isEqualTo(CursorKind.TIME);
        assertThat(stream.fields().stream().map(Field::name)).containsExactly("id", "note", "updated_at");
        assertThat(stream.fields().stream().map(Field::type))
                .containsExactly(FieldType.INTEGER, FieldType.TEXT, FieldType.INSTANT);
    }

    @Test
    void a_time_of_change_that_has_no_index_is_used_only_where_the_owner_says_so() {
        execute("CREATE TABLE slow (id integer PRIMARY KEY, updated_at " + moment() + " NOT NULL)");
        assertThat(describe("slow").cursor()).isEqualTo(CursorKind.NONE);
        settings.put("cursors", "slow(updated_at)");
        assertThat(describe("slow").cursor()).isEqualTo(CursorKind.TIME);
    }

    @Test
    void a_time_of_change_that_is_not_kept_is_put_away_by_the_owner() {
        orders("lies");
        settings.put("cursors", "other(x), lies()");
        assertThat(describe("lies").cursor()).isEqualTo(CursorKind.NONE);
    }

    @Test
    void a_setting_that_names_no_column_of_the_table_is_told_with_those_that_there_are() {
        orders("named");
        settings.put("keys", "named(nummer)");
        assertThatThrownBy(() -> describe("named"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("nummer")
                .satisfies(e -> assertThat(((ConnectorException) e).whatToDo()).contains("id, note, updated_at"));
    }

    @Test
    void everything_is_read_by_key_and_no_page_is_longer_than_its_bound() {
        orders("whole");
        for (int id = 1; id <= 5; id++) {
            order("whole", id, "2026-01-01 00:00:00");
        }
        TablePass pass = all("whole");
        assertThat(pass.all("id")).containsExactly("1", "2", "3", "4", "5");
        assertThat(pass.pages()).isEqualTo(3);
    }

    @Test
    void a_page_that_is_just_full_is_the_last_where_nothing_follows() {
        orders("even");
        for (int id = 1; id <= 4; id++) {
            order("even", id, "2026-01-01 00:00:00");
        }
        assertThat(all("even").pages()).isEqualTo(2);
    }

    @Test
    void rows_that_share_a_time_of_change_are_all_read_over_the_bounds_of_pages() {
        orders("ties");
        for (int id = 1; id <= 7; id++) {
            order("ties", id, id == 1 ? "2025-12-31 23:59:59.999999" : "2026-01-01 00:00:00");
        }
        assertThat(since("ties", NEW_YEAR).all("id")).containsExactly("2", "3", "4", "5", "6", "7");
    }

    @Test
    void a_row_that_changes_while_pages_are_read_comes_again_with_its_new_values() {
        orders("moving");
        for (int id = 1; id <= 6; id++) {
            order("moving", id, "2026-01-01 00:00:0" + id);
        }
        TablePass pass = pass("moving", new Reading.Since(NEW_YEAR));
        pass.step();
        execute("UPDATE moving SET note = 'changed', updated_at = '2026-01-02 00:00:00' WHERE id IN (1, 5)");
        pass.through();
        assertThat(pass.all("id")).containsExactly("1", "2", "3", "4", "6", "1", "5");
        assertThat(pass.all("note")).endsWith("changed", "changed");
    }

    @Test
    void a_deleted_row_is_not_in_the_next_reading_and_one_made_again_is() {
        orders("gone");
        order("gone", 1, "2026-01-01 00:00:00");
        order("gone", 2, "2026-01-01 00:00:00");
        execute("DELETE FROM gone WHERE id = 1");
        assertThat(all("gone").all("id")).containsExactly("2");
        order("gone", 1, "2026-01-03 00:00:00");
        assertThat(all("gone").all("id")).containsExactly("1", "2");
    }

    @Test
    void rows_without_a_time_of_change_come_in_every_pass() {
        execute("CREATE TABLE timeless (id integer PRIMARY KEY, updated_at " + moment() + " NULL)");
        execute("CREATE INDEX timeless_by_time ON timeless (updated_at)");
        for (int id = 1; id <= 3; id++) {
            execute("INSERT INTO timeless VALUES (" + id + ", NULL)");
        }
        execute("INSERT INTO timeless VALUES (4, '2025-01-01 00:00:00'), (5, '2026-02-01 00:00:00')");
        assertThat(since("timeless", NEW_YEAR).all("id")).containsExactly("1", "2", "3", "5");
    }

    @Test
    void where_every_row_has_a_time_of_change_a_look_is_one_page_though_it_need_not_have_one() {
        execute("CREATE TABLE timed (id integer PRIMARY KEY, updated_at " + moment() + " NULL)");
        execute("CREATE INDEX timed_by_time ON timed (updated_at)");
        execute("INSERT INTO timed VALUES (1, '2026-02-01 00:00:00')");
        assertThat(since("timed", NEW_YEAR).pages()).isEqualTo(1);
        TablePass still = pass("timed", new Reading.Since(Instant.parse("2026-03-01T00:00:00Z")));
        assertThat(((Answer.Page) still.step()).total()).hasValue(0);
    }

    @Test
    void a_look_that_finds_nothing_new_says_so() {
        orders("still");
        order("still", 1, "2025-01-01 00:00:00");
        TablePass pass = pass("still", new Reading.Since(NEW_YEAR));
        assertThat(((Answer.Page) pass.step()).total()).hasValue(0);
    }

    @Test
    void a_key_of_several_columns_goes_on_behind_all_of_them() {
        execute("CREATE TABLE doc_lines (doc varchar(20) NOT NULL, n integer NOT NULL, text_ varchar(20),"
                + " PRIMARY KEY (doc, n))");
        for (String doc : List.of("a", "b", "c")) {
            for (int line = 3; line >= 1; line--) {
                execute("INSERT INTO doc_lines VALUES ('" + doc + "', " + line + ", '" + doc + line + "')");
            }
        }
        assertThat(describe("doc_lines").key()).containsExactly("doc", "n");
        assertThat(all("doc_lines").all("text_")).containsExactly("a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3");
    }

    @Test
    void keys_of_strange_characters_are_gone_on_from() {
        execute("CREATE TABLE strange (id varchar(40) PRIMARY KEY)");
        List<String> ids = List.of("O''Brien", "a\"b", "ünïcode", "%_", "question?", "NULL", "back/slash", "日本");
        ids.forEach(id -> execute("INSERT INTO strange VALUES ('" + id + "')"));
        assertThat(all("strange").all("id"))
                .containsExactlyInAnyOrder("O'Brien", "a\"b", "ünïcode", "%_", "question?", "NULL", "back/slash", "日本");
    }

    @Test
    void large_whole_numbers_and_decimals_are_kept_to_the_last_digit_also_as_keys() {
        execute("CREATE TABLE exact (id bigint PRIMARY KEY, amount decimal(30,10))");
        execute("INSERT INTO exact VALUES (9007199254740993, 12345678901234567890.0123456789),"
                + " (9007199254740992, 0.1), (9223372036854775807, -1), (-9223372036854775807, NULL)");
        TablePass pass = all("exact");
        assertThat(pass.all("id"))
                .containsExactly("-9223372036854775807", "9007199254740992", "9007199254740993", "9223372036854775807");
        assertThat(pass.taken().get(2).get("amount"))
                .isEqualTo(new java.math.BigDecimal("12345678901234567890.0123456789"));
    }

    @Test
    void a_view_is_read_by_the_key_that_its_owner_names() {
        orders("behind");
        for (int id = 1; id <= 3; id++) {
            order("behind", id, "2026-01-01 00:00:00");
        }
        execute("CREATE VIEW front AS SELECT id, note FROM behind");
        assertThat(describe("front").key()).isEmpty();
        settings.put("keys", "front(id)");
        assertThat(describe("front").key()).containsExactly("id");
        assertThat(all("front").all("note")).containsExactly("n1", "n2", "n3");
    }

    @Test
    void a_table_without_a_key_is_read_at_once() {
        execute("CREATE TABLE keyless (note varchar(10))");
        execute("INSERT INTO keyless VALUES ('a'), ('a'), ('b')");
        TablePass pass = all("keyless");
        assertThat(pass.all("note")).containsExactlyInAnyOrder("a", "a", "b");
        assertThat(pass.pages()).isEqualTo(1);
    }

    @Test
    void a_chosen_key_that_does_not_tell_rows_apart_is_refused() {
        execute("CREATE TABLE twice (kind varchar(10))");
        execute("INSERT INTO twice VALUES ('a'), ('b'), ('b')");
        settings.put("keys", "twice(kind)");
        TablePass pass = pass("twice", new Reading.Everything());
        assertThat(pass.step())
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.key_not_unique"));
    }

    @Test
    void a_chosen_key_without_a_value_is_refused() {
        execute("CREATE TABLE hollow (kind varchar(10))");
        execute("INSERT INTO hollow VALUES ('a'), (NULL)");
        settings.put("keys", "hollow(kind)");
        TablePass pass = pass("hollow", new Reading.Everything());
        assertThat(pass.step())
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.key_null"));
    }

    @Test
    void a_column_that_came_later_is_read_from_the_next_description_on_and_one_that_went_is_not_missed() {
        execute("CREATE TABLE growing (id integer PRIMARY KEY, kept integer, note varchar(10))");
        execute("INSERT INTO growing VALUES (1, 2, 'x')");
        TablePass before = pass("growing", new Reading.Everything());
        execute("ALTER TABLE growing ADD COLUMN more integer");
        execute("ALTER TABLE growing DROP COLUMN note");
        before.through();
        assertThat(before.all("id")).containsExactly("1");
        assertThat(describe("growing").fields().stream().map(Field::name)).containsExactly("id", "kept", "more");
    }

    @Test
    void a_column_whose_type_is_another_by_now_stops_the_run_so_that_the_next_one_looks_anew() {
        execute("CREATE TABLE turning (id integer PRIMARY KEY, n integer)");
        execute("INSERT INTO turning VALUES (1, 2)");
        TablePass before = pass("turning", new Reading.Everything());
        execute("ALTER TABLE turning DROP COLUMN n");
        execute("ALTER TABLE turning ADD COLUMN n varchar(10)");
        assertThat(before.step())
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.table_changed"));
    }

    @Test
    void a_pass_that_was_ordered_by_another_column_starts_over() {
        orders("reordered");
        for (int id = 1; id <= 5; id++) {
            order("reordered", id, "2026-01-0" + id + " 00:00:00");
        }
        TablePass pass = pass("reordered", new Reading.Since(NEW_YEAR));
        var first = (Answer.Page) pass.step();
        var token = ((dev.tidemark.connector.Next.More) first.next()).token();
        settings.put("cursors", "reordered()");
        assertThat(connector()
                        .read(
                                access(settings),
                                PageRequest.first(pass.stream(), new Reading.Everything())
                                        .next(token)))
                .isInstanceOf(Answer.StartOver.class);
    }

    @Test
    void a_token_that_is_none_of_ours_starts_over() {
        orders("alien");
        assertThat(connector()
                        .read(
                                access(settings),
                                PageRequest.first(describe("alien"), new Reading.Everything())
                                        .next("alien")))
                .isInstanceOf(Answer.StartOver.class);
    }

    @Test
    void a_table_that_is_gone_stops_the_run() {
        orders("dropped");
        TablePass pass = pass("dropped", new Reading.Everything());
        execute("DROP TABLE dropped");
        assertThat(pass.step())
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.unknown_stream"));
    }

    @Test
    void values_that_their_type_cannot_hold_are_kept_as_text_where_the_owner_says_so() {
        orders("spelled");
        order("spelled", 1, "2026-01-01 00:00:00");
        settings.put("as_text", "spelled(updated_at)");
        TablePass pass = all("spelled");
        assertThat(pass.stream().field("updated_at").orElseThrow().type()).isEqualTo(FieldType.TEXT);
        assertThat(pass.all("updated_at").getFirst()).startsWith("2026-01-01");
    }

    @Test
    void what_tidemark_keeps_beside_the_rows_of_its_own_tables_is_not_read_and_rows_marked_as_deleted_neither() {
        execute("CREATE TABLE kept (id integer PRIMARY KEY, updated_at " + moment()
                + " NULL, _tidemark_page bigint, _tidemark_deleted_at " + moment() + " NULL)");
        execute("CREATE INDEX kept_by_time ON kept (updated_at)");
        execute("INSERT INTO kept VALUES (1, NULL, 1, NULL), (2, NULL, 1, '2026-01-01 00:00:00'), (3, NULL, 1, NULL)");
        TablePass pass = all("kept");
        assertThat(pass.stream().fields()).hasSize(2);
        assertThat(pass.stream().cursor()).isEqualTo(CursorKind.NONE);
        assertThat(pass.all("id")).containsExactly("1", "3");
    }

    @Test
    void a_page_is_bounded_in_bytes_as_well() {
        execute("CREATE TABLE wide (id integer PRIMARY KEY, body " + large() + ")");
        for (int id = 1; id <= 4; id++) {
            execute("INSERT INTO wide VALUES (" + id + ", " + "repeat('x', 5000000)" + ")");
        }
        settings.put("page_rows", "1000");
        TablePass pass = all("wide");
        assertThat(pass.all("id")).containsExactly("1", "2", "3", "4");
        assertThat(pass.pages()).isEqualTo(2);
    }

    /** A type that holds a long text. */
    protected String large() {
        return "text";
    }
}
