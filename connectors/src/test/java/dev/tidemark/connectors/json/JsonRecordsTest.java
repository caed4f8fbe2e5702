package dev.tidemark.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Misfit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {

    private static final StreamSpec SHIPS = StreamSpec.of(
            "ships",
            List.of(
                    Field.of("id", FieldType.TEXT),
                    Field.of("crew", FieldType.INTEGER),
                    Field.of("draught", FieldType.DECIMAL),
                    Field.of("speed", FieldType.DOUBLE),
                    Field.of("afloat", FieldType.BOOLEAN),
                    Field.of("launched", FieldType.DATE),
                    Field.of("bell", FieldType.TIME),
                    Field.of("seen", FieldType.INSTANT),
                    Field.of("flag", FieldType.BYTES),
                    Field.of("berth", FieldType.JSON)),
            "id",
            CursorKind.NONE);

    @Test
    void values_arrive_typed_and_nested_ones_as_they_are_spelt() throws BadPage {
        var sink = read("""
                {"records": [{"id": "a", "crew": 12, "draught": 3.140, "speed": 2.5, "afloat": true,
                  "launched": "1999-02-28", "bell": "08:30:00.000Z", "seen": "2026-05-01T07:25:37.000+0000",
                  "flag": "AQID", "berth": {"no": 1.0,  "ß": [null]}}]}""");
        var ship = sink.records().getFirst();
        assertThat(ship.misfits()).isEmpty();
        assertThat(ship.values())
                .containsEntry("id", "a")
                .containsEntry("crew", 12L)
                .containsEntry("draught", new BigDecimal("3.140"))
                .containsEntry("speed", 2.5)
                .containsEntry("afloat", true)
                .containsEntry("launched", LocalDate.of(1999, 2, 28))
                .containsEntry("bell", LocalTime.of(8, 30))
                .containsEntry("seen", Instant.parse("2026-05-01T07:25:37Z"))
                .containsEntry("flag", "010203")
                .containsEntry("berth", "{\"no\": 1.0,  \"ß\": [null]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "crew     | \"12\"",
                "crew     | 9223372036854775808",
                "crew     | 1.5",
                "crew     | 1e999999999",
                "crew     | [1]",
                "draught  | \"3\"",
                "draught  | 1e999999",
                "draught  | true",
                "speed    | 1e999",
                "afloat   | 1",
                "afloat   | \"true\"",
                "launched | \"1999-02-29\"",
                "launched | \"1999-2-9\"",
                "launched | 19990228",
                "bell     | \"24:00:00\"",
                "seen     | \"2026-05-01\"",
                "seen     | \"2026-05-01T07:25:37\"",
                "seen     | \"2026-05-01T07:25:37.x+0000\"",
                "flag     | \"?\"",
            })
    void a_value_that_does_not_fit_is_a_misfit_with_its_raw_text(String field, String value) throws BadPage {
        var sink = read("{\"records\": [{\"id\": \"a\", \"" + field + "\": " + value + "}, {\"id\": \"b\"}]}");
        assertThat(sink.all("id")).containsExactly("a", "b");
        var first = sink.records().getFirst();
        assertThat(first.misfits()).containsOnlyKeys(field);
        assertThat(first.misfits().get(field)).extracting(Misfit::raw).isEqualTo(value.replace("\"", ""));
        assertThat(sink.records().getLast().misfits()).isEmpty();
    }

    @Test
    void a_whole_number_may_be_spelt_with_a_point() throws BadPage {
        assertThat(read("{\"records\": [{\"crew\": 12.0}, {\"crew\": 1e3}]}").all("crew"))
                .containsExactly(12L, 1000L);
    }

    @Test
    void text_holds_what_is_not_a_string_as_it_is_spelt() throws BadPage {
        assertThat(read("{\"records\": [{\"id\": 1.50}, {\"id\": false}, {\"id\": {\"a\": [1]}}, {\"id\": \"\"}]}")
                        .all("id"))
                .containsExactly("1.50", "false", "{\"a\": [1]}", "");
    }

    @Test
    void an_escaped_name_or_value_is_read_as_what_it_means() throws BadPage {
        assertThat(read("{\"records\": [{\"\\u0069d\": \"caf\\u00e9 \\uD83D\\uDEA2\"}, {\"id\": \"café 🚢\"}]}")
                        .all("id"))
                .containsExactly("café 🚢", "café 🚢");
    }

    @Test
    void of_a_name_given_twice_the_last_value_counts() throws BadPage {
        assertThat(read("{\"records\": [{\"id\": \"a\", \"id\": \"b\"}, {\"id\": null, \"id\": \"c\"}]}")
                        .all("id"))
                .containsExactly("b", "c");
        assertThat(read("{\"records\": [{\"id\": \"a\", \"id\": null}]}")
                        .records()
                        .getFirst()
                        .misfits())
                .containsOnlyKeys("id");
    }

    @Test
    void names_that_the_stream_lacks_are_skipped_with_all_below_them() throws BadPage {
        assertThat(read("{\"x\": {\"records\": [{\"id\": \"no\"}]}, \"records\":"
                                + " [{\"attributes\": {\"id\": \"no\", \"y\": [{}]}, \"id\": \"a\"}], \"z\": [[]]}")
                        .all("id"))
                .containsExactly("a");
    }

    @Test
    void each_record_tells_its_own_bytes() throws BadPage {
        var sink = read("{\"records\": [ {\"id\": \"ü\"} ,{\"id\":\"b\",\"crew\":1}]}");
        assertThat(sink.records())
                .extracting(RecordingSink.Taken::bytes)
                .containsExactly("{\"id\": \"ü\"}", "{\"id\":\"b\",\"crew\":1}");
    }

    @Test
    void the_tombstone_field_marks_deleted_records_whether_or_not_the_stream_has_it() throws BadPage {
        String page =
                "{\"records\": [{\"id\": \"a\", \"afloat\": true}, {\"id\": \"b\", \"afloat\": false}, {\"id\": \"c\"}]}";
        for (var stream : List.of(SHIPS, SHIPS.only(java.util.Set.of("id")))) {
            var sink = new RecordingSink(stream);
            Shape.at("records").deletedWhere("afloat", "true").of(stream).read(bytes(page), sink);
            assertThat(sink.records()).extracting(RecordingSink.Taken::deleted).containsExactly(true, false, false);
        }
    }

    @Test
    void records_are_found_deep_and_at_the_root() throws BadPage {
        var sink = new RecordingSink(SHIPS);
        Shape.at("a.b")
                .of(SHIPS)
                .read(bytes("{\"b\": [{\"id\": \"no\"}], \"a\": {\"c\": 1, \"b\": [{\"id\": \"x\"}]}}"), sink);
        Shape.at("").of(SHIPS).read(bytes("[{\"id\": \"y\"}]"), sink);
        assertThat(sink.all("id")).containsExactly("x", "y");
    }

    @Test
    void fields_may_lie_inside_of_other_objects() throws BadPage {
        var sink = new RecordingSink(SHIPS);
        Shape.at("")
                .placed(name -> name.equals("id") ? List.of(name) : List.of("properties", "of_ship", name))
                .of(SHIPS)
                .read(bytes("""
                        [{"properties": {"crew": 1, "of_ship": {"crew": 7, "id": "no"}}, "id": "a"},
                         {"id": "b", "properties": {"of_ship": null}}, {"id": "c", "properties": [1]}]"""), sink);
        assertThat(sink.all("id")).containsExactly("a", "b", "c");
        assertThat(sink.records().getFirst().get("crew")).isEqualTo(7L);
        assertThat(sink.records().get(1).values()).doesNotContainKey("crew");
        assertThatThrownBy(() -> Shape.at("")
                        .placed(name -> name.equals("berth") ? List.of("berth") : List.of("berth", name))
                        .of(SHIPS))
                .hasMessageContaining("berth");
    }

    @Test
    void a_word_in_a_field_may_say_that_a_record_is_deleted() throws BadPage {
        var sink = new RecordingSink(SHIPS);
        Shape.at("")
                .deletedWhere("status", "deleted")
                .of(SHIPS)
                .read(bytes("[{\"id\": \"a\", \"status\": \"deleted\"}, {\"id\": \"b\", \"status\": \"open\"}]"), sink);
        assertThat(sink.records()).extracting(RecordingSink.Taken::deleted).containsExactly(true, false);
    }

    @Test
    void a_moment_in_a_field_may_say_that_a_record_is_deleted() throws BadPage {
        var sink = new RecordingSink(SHIPS);
        Shape.at("").deletedWhereSet("gone").of(SHIPS).read(bytes("""
                [{"id": "a", "gone": "2026-05-01T07:25:37Z"}, {"id": "b", "gone": null}, {"id": "c"}]"""), sink);
        assertThat(sink.records()).extracting(RecordingSink.Taken::deleted).containsExactly(true, false, false);
    }

    @ParameterizedTest
    @CsvSource({
        "1777620337, 2026-05-01T07:25:37Z",
        "1777620337.5, 2026-05-01T07:25:37.500Z",
        "-1, 1969-12-31T23:59:59Z",
        "\"1777620337\", 2026-05-01T07:25:37Z",
        "\"2026-05-01T07:25:37Z\", 2026-05-01T07:25:37Z",
        "99999999999999999, ",
        "1e999999999, ",
        "true, ",
        "\"-\", ",
    })
    void moments_may_be_counted_in_seconds(String spelt, Instant moment) throws BadPage {
        var sink = new RecordingSink(SHIPS);
        Shape.at("").spelt(Conversions.EPOCH_SECONDS).of(SHIPS).read(bytes("[{\"seen\": " + spelt + "}]"), sink);
        var ship = sink.records().getFirst();
        assertThat(ship.values().get("seen")).isEqualTo(moment);
        assertThat(ship.misfits()).hasSize(moment == null ? 1 : 0);
    }

    @Test
    void values_may_all_be_spelled_as_strings() throws BadPage {
        var sink = new RecordingSink(SHIPS);
        Shape.at("").spelt(Conversions.STRINGS).of(SHIPS).read(bytes("""
                [{"id": "", "crew": "12", "draught": "3.140", "speed": "2.5", "afloat": "true",
                  "launched": "1777593600000", "seen": "1777620337000"},
                 {"id": "b", "crew": "", "draught": "", "speed": "", "afloat": "", "launched": "", "seen": ""},
                 {"id": "c", "crew": "1.5", "draught": "x", "speed": "1e999", "afloat": "maybe", "launched": "soon"}]"""), sink);
        assertThat(sink.records().getFirst().misfits()).isEmpty();
        assertThat(sink.records().getFirst().values())
                .containsEntry("id", "")
                .containsEntry("crew", 12L)
                .containsEntry("draught", new BigDecimal("3.140"))
                .containsEntry("speed", 2.5)
                .containsEntry("afloat", true)
                .containsEntry("launched", LocalDate.of(2026, 5, 1))
                .containsEntry("seen", Instant.parse("2026-05-01T07:25:37Z"));
        assertThat(sink.records().get(1).misfits()).isEmpty();
        assertThat(sink.records().get(1).values().keySet()).containsExactly("id");
        assertThat(sink.records().get(2).misfits()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "[]",
                "{}",
                "{\"records\": null}",
                "{\"records\": {}}",
                "{\"records\": [1]}",
                "{\"records\": [null]}",
                "{\"records\": [{}]} x",
                "{\"records\": [{}]}]",
                "{\"records\": [{\"id\": \"a\"}",
                "{\"records\": [{\"crew\": 01}]}",
                "<html></html>",
            })
    void what_is_not_a_whole_page_of_records_is_a_bad_page(String page) {
        assertThatThrownBy(() -> read(page)).isInstanceOf(BadPage.class);
    }

    @Test
    void whatever_the_envelope_accepts_the_records_accept_too() throws BadPage {
        byte[] page = bytes("""
                {"totalSize": 2, "done": false, "next": "/q/1-2", "records": [
                 {"attributes": {"type": "S"}, "id": "ä\\n1", "crew": 12, "draught": -3.5e2, "afloat": true,
                  "seen": "2026-05-01T07:25:37.000+0000", "berth": {"no": [1, null]}},
                 {"id": "\\u00e92", "crew": null, "launched": "2026-05-01"}]}""");
        var random = new Random(7);
        int accepted = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] mutant = mutate(page, random);
            boolean whole;
            try {
                whole = Envelope.of(mutant, "records", "id").hasRecords();
            } catch (BadPage e) {
                whole = false;
            }
            if (whole) {
                accepted++;
                reader().read(mutant, new RecordingSink(SHIPS));
            }
        }
        assertThat(accepted).isBetween(1_000, 19_000);
    }

    private static byte[] mutate(byte[] page, Random random) {
        byte[] mutant = page.clone();
        switch (random.nextInt(4)) {
            case 0 -> mutant[random.nextInt(page.length)] = (byte) random.nextInt(256);
            case 1 -> mutant[random.nextInt(page.length)] = (byte) "\"{}[],:0e.\\ntu".charAt(random.nextInt(14));
            case 2 -> mutant = Arrays.copyOf(page, random.nextInt(page.length));
            default -> {
                int from = random.nextInt(page.length);
                int to = from + random.nextInt(page.length - from);
                System.arraycopy(page, to, mutant, from, page.length - to);
                mutant = Arrays.copyOf(mutant, page.length - (to - from));
            }
        }
        return mutant;
    }

    private static JsonRecords reader() {
        return Shape.at("records").of(SHIPS);
    }

    private static RecordingSink read(String page) throws BadPage {
        var sink = new RecordingSink(SHIPS);
        reader().read(bytes(page), sink);
        return sink;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
