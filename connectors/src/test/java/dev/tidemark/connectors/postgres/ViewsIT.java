package dev.tidemark.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ListTable;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connector.View;
import dev.tidemark.connector.View.Item;
import dev.tidemark.connector.View.Part;
import dev.tidemark.connector.View.Step;
import dev.tidemark.connector.View.Value;
import dev.tidemark.connector.Views;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewsIT {

    private static final Views NOTES =
            new Views(List.of(new ListTable("tickets_notes", "notes", List.of())), List.of());

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresConnector postgres = new PostgresConnector();

    private static TableSpec tickets(Column... more) {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("id", FieldType.INTEGER),
                new Column("title", FieldType.TEXT),
                new Column("notes", FieldType.JSON)));
        columns.addAll(List.of(more));
        return new TableSpec("tickets", "desk", "tickets", columns, List.of("id"), Deletes.SOFT);
    }

    private List<String> load(TableSpec table, Views views, long page, String... notes) throws Exception {
        postgres.prepare(database.access(), table, views);
        try (TableLoad load = postgres.open(database.access(), table, views)) {
            load.claim(page);
            RowSink sink = load.begin(false);
            sink.page(page, 1_700_000_000_000_000L);
            for (int i = 0; i < notes.length; i++) {
                sink.begin();
                sink.integer(0, i + 1);
                sink.text(1, "t" + (i + 1));
                sink.json(2, notes[i]);
                sink.end(new byte[0], 0, 0);
            }
            load.commit(page, "run", notes.length, 0, page, Optional.empty());
            List<String> told = load.notes();
            load.finish(page);
            return told;
        }
    }

    private List<String> columns(String view) {
        return database.rows("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'desk'"
                + " AND table_name = '" + view + "' ORDER BY ordinal_position");
    }

    private static Item item(String column, FieldType type, String field, String... path) {
        return new Item(column, type, new Value.At(field, List.of(path)));
    }

    private static View over(String name, Optional<String> rest, Item... items) {
        return new View(
                "shown", name, List.of(new Part("desk", "tickets", List.of(), List.of(items), rest, Set.of("notes"))));
    }

    private static Views views(View... all) {
        return new Views(List.of(), List.of(all));
    }

    @Test
    void a_nested_list_is_a_table_with_the_fields_that_its_elements_have() throws Exception {
        load(tickets(), NOTES, 1, """
            [{"id": 7, "Said by": "Ann", "score": 1, "more": {"a": 1}}, {"id": 8, "score": 2.5, "ok": true}]\
            """, "[]");
        assertThat(columns("tickets_notes"))
                .containsExactly(
                        "tickets_id|bigint",
                        "_tidemark_position|bigint",
                        "_tidemark_synced_at|timestamp with time zone",
                        "_tidemark_deleted_at|timestamp with time zone",
                        "id|bigint",
                        "said_by|text",
                        "score|numeric",
                        "more|jsonb",
                        "ok|boolean");
        assertThat(database.rows(
                        "SELECT tickets_id, _tidemark_position, id, said_by, score, more, ok FROM desk.tickets_notes"))
                .containsExactly("1|0|7|Ann|1|{\"a\": 1}|null", "1|1|8|null|2.5|null|t");
    }

    @Test
    void a_field_that_comes_later_is_a_column_with_the_rows_that_bring_it() throws Exception {
        load(tickets(), NOTES, 1, "[{\"id\": 7}]");
        database.execute("CREATE VIEW desk.mine AS SELECT tickets_id, id FROM desk.tickets_notes");
        assertThat(load(tickets(), NOTES, 2, "[{\"id\": 7, \"who\": \"Ann\"}, {\"who\": \"Bo\"}]"))
                .containsExactly("made the view anew: \"desk\".\"tickets_notes\"");
        assertThat(database.rows("SELECT id, who FROM desk.tickets_notes")).containsExactly("7|Ann", "null|Bo");
        assertThat(database.rows("SELECT * FROM desk.mine")).containsExactly("1|7", "1|null");
        assertThat(load(tickets(), NOTES, 3, "[{\"id\": 9}]")).isEmpty();
    }

    @Test
    void elements_that_are_no_objects_are_values_and_two_fields_never_share_a_column() throws Exception {
        Views tags = new Views(List.of(new ListTable("tags", "notes", List.of("data", "tags"))), List.of());
        load(tickets(), tags, 1, "{\"data\": {\"tags\": [\"a\", \"b\", null]}}", "{\"data\": 5}", "[1]", "null");
        assertThat(database.rows("SELECT tickets_id, _tidemark_position, value FROM desk.tags"))
                .containsExactly("1|0|a", "1|1|b", "1|2|null");
        load(tickets(), NOTES, 2, "[{\"a b\": 1, \"a-b\": 2, \"_tidemark_position\": 3, \"tickets_id\": 4}]");
        assertThat(columns("tickets_notes").stream().skip(4))
                .containsExactly(
                        "a_b|bigint",
                        "a_b_35c2229e|bigint",
                        "_tidemark_position_cd74d7b5|bigint",
                        "tickets_id_8fdc0e9a|bigint");
    }

    @Test
    void a_list_that_is_no_longer_wanted_is_dropped_and_one_that_a_person_uses_stays_with_a_note() throws Exception {
        load(tickets(), NOTES, 1, "[{\"id\": 7}]");
        database.execute("CREATE VIEW desk.mine AS SELECT id FROM desk.tickets_notes");
        assertThat(postgres.prepare(database.access(), tickets()))
                .singleElement()
                .asString()
                .startsWith("could not drop the view \"desk\".\"tickets_notes\": cannot drop view");
        database.execute("DROP VIEW desk.mine");
        assertThat(postgres.prepare(database.access(), tickets()))
                .containsExactly("dropped the view \"desk\".\"tickets_notes\"");
        assertThat(postgres.prepare(database.access(), tickets())).isEmpty();
    }

    @Test
    void rows_come_in_though_a_view_is_hindered() throws Exception {
        load(tickets(), NOTES, 1, "[{\"id\": 7}]");
        database.execute("CREATE VIEW desk.mine AS SELECT id FROM desk.tickets_notes");
        assertThat(load(tickets(), NOTES, 2, "[{\"id\": \"x\"}]"))
                .singleElement()
                .asString()
                .startsWith("could not make the view \"desk\".\"tickets_notes\": cannot drop view");
        assertThat(database.rows("SELECT notes FROM desk.tickets")).containsExactly("[{\"id\": \"x\"}]");
        database.execute("DROP VIEW desk.mine");
        postgres.prepare(database.access(), tickets(), NOTES);
        assertThat(database.rows("SELECT id FROM desk.tickets_notes")).containsExactly("x");
    }

    @Test
    void deletes_are_seen_through_a_view() throws Exception {
        load(tickets(), NOTES, 1, "[{\"id\": 7}]");
        database.execute("UPDATE desk.tickets SET _tidemark_deleted_at = '2026-01-01Z'");
        assertThat(database.rows("SELECT id, _tidemark_deleted_at FROM desk.tickets_notes"))
                .containsExactly("7|2026-01-01 00:00:00+00");
        database.execute("DELETE FROM desk.tickets");
        assertThat(database.rows("SELECT id FROM desk.tickets_notes")).isEmpty();
    }

    @Test
    void a_view_shows_values_in_its_own_types_and_null_for_what_they_cannot_hold() throws Exception {
        View view = over(
                "ticket",
                Optional.empty(),
                item("id", FieldType.TEXT, "id"),
                item("whole", FieldType.INTEGER, "notes", "n"),
                item("part", FieldType.DECIMAL, "notes", "n"),
                item("float", FieldType.DOUBLE, "notes", "n"),
                item("truth", FieldType.BOOLEAN, "notes", "b"),
                item("at", FieldType.INSTANT, "notes", "t"),
                item("day", FieldType.DATE, "notes", "t"),
                item("word", FieldType.TEXT, "notes", "o"),
                item("nested", FieldType.JSON, "notes", "o"),
                item("missing", FieldType.JSON, "nowhere"));
        load(
                tickets(),
                views(view),
                1,
                "{\"n\": 5, \"b\": true, \"t\": \"2024-02-29T10:00:00.5+02:00\", \"o\": {\"it's\": [1]}}",
                "{\"n\": 5.5, \"b\": \"no\", \"t\": 1700000000, \"o\": \"text\"}",
                "{\"n\": \"many\", \"t\": \"2023-02-29T10:00:00Z\", \"o\": null}",
                "{\"t\": \"2024-01-02\"}",
                "{\"t\": \"2024-01-02 03:04:05\"}",
                "{\"t\": \"0000-01-02T03:04:05Z\"}",
                "[]");
        assertThat(database.rows("SELECT * FROM shown.ticket ORDER BY 1"))
                .containsExactly(
                        "1|5|5|5|t|2024-02-29 08:00:00.5+00|2024-02-29|{\"it's\": [1]}|{\"it's\": [1]}",
                        "2|null|5.5|5.5|null|2023-11-14 22:13:20+00|null|text|\"text\"",
                        "3|null|null|null|null|null|null|null|null",
                        "4|null|null|null|null|2024-01-02 00:00:00+00|2024-01-02|null|null",
                        "5|null|null|null|null|2024-01-02 03:04:05+00|2024-01-02|null|null",
                        "6|null|null|null|null|null|null|null|null",
                        "7|null|null|null|null|null|null|null|null");
    }

    @Test
    void a_column_widens_beneath_views_of_ours_and_of_a_person() throws Exception {
        View view = over("ticket", Optional.empty(), item("id", FieldType.INTEGER, "id"));
        load(tickets(), views(view), 1, "[]");
        database.execute("CREATE VIEW shown.mine AS SELECT id + 1 AS next FROM shown.ticket");
        TableSpec wide = new TableSpec(
                "tickets",
                "desk",
                "tickets",
                List.of(
                        new Column("id", FieldType.TEXT),
                        new Column("title", FieldType.TEXT),
                        new Column("notes", FieldType.JSON)),
                List.of("id"),
                Deletes.SOFT);
        assertThat(postgres.prepare(database.access(), wide, views(view)))
                .containsExactly(
                        "widened the column id from bigint to text", "made the view anew: \"shown\".\"ticket\"");
        assertThat(database.rows("SELECT * FROM shown.mine")).containsExactly("2");
    }

    @Test
    void a_reader_of_a_view_sees_all_rows_before_and_after_a_column_widens() throws Exception {
        View view = over("ticket", Optional.empty(), item("id", FieldType.INTEGER, "id"));
        load(tickets(), views(view), 1, "[]", "[]");
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            Thread preparing = Thread.ofVirtual().unstarted(() -> {
                try {
                    postgres.prepare(database.access(), tickets(new Column("size", FieldType.INTEGER)), views(view));
                    postgres.prepare(database.access(), tickets(new Column("size", FieldType.DECIMAL)), views(view));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            preparing.start();
            do {
                try (var rows = statement.executeQuery("SELECT count(*) FROM shown.ticket")) {
                    rows.next();
                    assertThat(rows.getInt(1)).isEqualTo(2); // invariant 10
                }
            } while (preparing.isAlive());
        }
    }

    @Test
    void a_view_that_cannot_follow_its_column_keeps_the_table_as_it_was_and_names_the_way() throws Exception {
        View view = over("ticket", Optional.of("its_"), item("id", FieldType.INTEGER, "id"));
        TableSpec sized = tickets(new Column("size", FieldType.INTEGER));
        load(sized, views(view), 1, "[]");
        assertThat(database.rows("SELECT id, its_title, its_size FROM shown.ticket"))
                .containsExactly("1|t1|null");
        database.execute("CREATE VIEW shown.mine AS SELECT its_size FROM shown.ticket");
        TableSpec wide = tickets(new Column("size", FieldType.DECIMAL));
        assertThatThrownBy(() -> postgres.prepare(database.access(), wide, views(view)))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("destination.view_in_the_way"));
        assertThat(database.rows("SELECT id, its_size FROM shown.ticket")).containsExactly("1|null");
        database.execute("DROP VIEW shown.mine");
        postgres.prepare(database.access(), wide, views(view));
        assertThat(database.one("SELECT pg_typeof(its_size) FROM shown.ticket")).isEqualTo("numeric");
    }

    @Test
    void other_columns_come_behind_those_that_are_named_as_soon_as_the_table_has_them() throws Exception {
        View view = over("ticket", Optional.of(""), item("ticket_id", FieldType.INTEGER, "id"));
        load(tickets(), views(view), 1, "[]");
        assertThat(database.rows("SELECT * FROM shown.ticket")).containsExactly("1|t1");
        String oid = database.one("SELECT 'shown.ticket'::regclass::oid");
        postgres.prepare(database.access(), tickets(new Column("health", FieldType.TEXT)), views(view));
        assertThat(database.rows("SELECT ticket_id, title, health FROM shown.ticket"))
                .containsExactly("1|t1|null");
        assertThat(database.one("SELECT 'shown.ticket'::regclass::oid")).isEqualTo(oid);
    }

    @Test
    void a_view_of_several_tables_shows_those_that_are_there() throws Exception {
        View view = new View(
                "shown",
                "all",
                List.of(
                        new Part(
                                "desk",
                                "tickets",
                                List.of(),
                                List.of(item("id", FieldType.INTEGER, "id"), item("title", FieldType.TEXT, "title")),
                                Optional.empty(),
                                Set.of()),
                        new Part(
                                "desk",
                                "calls",
                                List.of(),
                                List.of(
                                        item("id", FieldType.INTEGER, "id"),
                                        new Item("kind", FieldType.TEXT, new Value.Constant("CALL"))),
                                Optional.empty(),
                                Set.of())));
        load(tickets(), views(view), 1, "[]");
        assertThat(database.rows("SELECT * FROM shown.all")).containsExactly("1|t1");
        TableSpec calls = new TableSpec(
                "calls", "desk", "calls", List.of(new Column("id", FieldType.INTEGER)), List.of("id"), Deletes.SOFT);
        postgres.prepare(database.access(), calls, views(view));
        database.execute(
                "INSERT INTO desk.calls (id, _tidemark_synced_at, _tidemark_page) VALUES (9, '2026-01-01Z', 1)");
        assertThat(database.rows("SELECT id, title, kind FROM shown.all ORDER BY 1"))
                .containsExactly("1|t1|null", "9|null|CALL");
        postgres.prepare(database.access(), tickets(), Views.NONE);
        assertThat(database.one("SELECT syncs FROM tidemark.view")).isEqualTo("{calls}");
    }

    @Test
    void lists_in_lists_and_entries_of_objects_become_rows() throws Exception {
        View view = new View(
                "shown",
                "history",
                List.of(new Part(
                        "desk",
                        "tickets",
                        List.of(
                                new Step.Each(new Value.At("notes", List.of())),
                                new Step.Only(new Value.Inside(List.of("type")), List.of("Change", "O'Brien")),
                                new Step.Pairs(new Value.Inside(List.of()), Set.of("type", "via"))),
                        List.of(
                                item("id", FieldType.INTEGER, "id"),
                                new Item("field", FieldType.TEXT, new Value.Key()),
                                new Item("value", FieldType.TEXT, new Value.Inside(List.of()))),
                        Optional.empty(),
                        Set.of())));
        load(tickets(), views(view), 1, """
            [{"type": "Change", "status": "open", "via": "x", "n": 5}, {"type": "Comment", "body": "b"}]\
            """);
        assertThat(database.rows("SELECT * FROM shown.history ORDER BY 2")).containsExactly("1|n|5", "1|status|open");
    }

    @Test
    void what_is_not_ours_is_left_alone_and_said() throws Exception {
        database.execute("CREATE SCHEMA shown; CREATE TABLE shown.ticket (id int)");
        View view = over("ticket", Optional.empty(), item("id", FieldType.INTEGER, "id"));
        assertThat(postgres.prepare(database.access(), tickets(), views(view)))
                .contains("could not make the view \"shown\".\"ticket\": something of this name is there that Tidemark"
                        + " did not make");
    }

    @Test
    void a_list_never_takes_the_view_of_another_sync() throws Exception {
        load(tickets(), NOTES, 1, "[{\"id\": 7}]");
        TableSpec other = new TableSpec("others", "desk", "others", tickets().columns(), List.of("id"), Deletes.SOFT);
        assertThat(postgres.prepare(database.access(), other, NOTES))
                .contains("could not make the view \"desk\".\"tickets_notes\": it is kept for another sync");
        assertThat(database.rows("SELECT tickets_id, id FROM desk.tickets_notes"))
                .containsExactly("1|7");
    }

    @Test
    void a_field_that_no_column_can_be_called_after_holds_up_no_rows() throws Exception {
        load(
                tickets(),
                NOTES,
                1,
                "[{\"\": 1, \"" + "x".repeat(5_000) + "\": 2, \"n\": -9223372036854775808, \"ok\": 3}]");
        try (TableLoad load = postgres.open(database.access(), tickets(), NOTES)) {
            load.claim(2);
            RowSink sink = load.begin(true);
            sink.page(2, 1_700_000_000_000_000L);
            sink.begin();
            sink.integer(0, 2);
            sink.json(2, "[{\"a\\u0000b\": 1}]");
            sink.end(new byte[0], 0, 0);
            assertThat(sink.refusal()).contains("NUL");
            load.commit(2, "run", 1, 1, 2, Optional.empty());
        }
        assertThat(columns("tickets_notes").stream().skip(4)).containsExactly("n|numeric", "ok|bigint");
        assertThat(database.rows("SELECT n, ok FROM desk.tickets_notes")).containsExactly("-9223372036854775808|3");
    }

    @Test
    void a_table_that_moves_takes_its_views_along() throws Exception {
        load(tickets(), NOTES, 1, "[{\"id\": 7}]");
        TableSpec moved = new TableSpec("tickets", "help", "tickets", tickets().columns(), List.of("id"), Deletes.SOFT);
        postgres.prepare(database.access(), moved, NOTES);
        assertThat(database.rows("SELECT id FROM help.tickets_notes")).containsExactly("7");
        assertThat(database.rows("SELECT view_schema FROM tidemark.view")).containsExactly("help");
    }
}
