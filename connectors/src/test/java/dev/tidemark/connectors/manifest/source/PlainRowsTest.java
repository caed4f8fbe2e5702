package dev.tidemark.connectors.manifest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.RecordingSink.Taken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlainRowsTest {

    private static final String HEAD = "head of the page\n";
    private static final StreamSpec SHIPS = new StreamSpec(
            "ships",
            List.of(
                    Field.of("id", FieldType.INTEGER),
                    Field.of("name", FieldType.TEXT),
                    Field.of("tonnage", FieldType.DOUBLE),
                    Field.of("afloat", FieldType.BOOLEAN),
                    Field.of("cargo", FieldType.JSON)),
            List.of(),
            CursorKind.NONE,
            Optional.empty(),
            false,
            Set.of());

    private static List<Taken> read(String json, String... path) throws BadPage {
        byte[] page = (HEAD + json.replace('\'', '"')).getBytes(StandardCharsets.UTF_8);
        RecordingSink sink = new RecordingSink(SHIPS);
        new PlainRows(SHIPS, sink, page).read(List.of(path), HEAD.length());
        return sink.records();
    }

    @Test
    void values_are_handed_on_as_their_fields_have_them() throws BadPage {
        List<Taken> ships = read(
                "{'n': 1, 'ships': [{'id': 7, 'other': [1], 'name': 'Argo', 'tonnage': 1.5, 'afloat': true,"
                        + " 'cargo': {'tea': [1, 2]}}, {'id': 8.0, 'name': 9, 'tonnage': null}]}",
                "ships");
        assertThat(ships.getFirst().values())
                .isEqualTo(
                        Map.of("id", 7L, "name", "Argo", "tonnage", 1.5, "afloat", true, "cargo", "{\"tea\": [1, 2]}"));
        assertThat(ships.getLast().values()).isEqualTo(Map.of("id", 8L, "name", "9"));
    }

    @Test
    void each_record_knows_its_bytes() throws BadPage {
        assertThat(read("[{'id': 1}, {'id': 2,'name':'ü'} ]"))
                .extracting(Taken::bytes)
                .containsExactly("{\"id\": 1}", "{\"id\": 2,\"name\":\"ü\"}");
    }

    @Test
    void values_of_another_type_are_told() throws BadPage {
        Taken ship = read("[{'id': 'x', 'tonnage': [1], 'afloat': 1}]").getFirst();
        assertThat(ship.misfits().keySet()).containsExactlyInAnyOrder("id", "tonnage", "afloat");
        assertThat(ship.misfits().get("tonnage")).isEqualTo(new RecordingSink.Misfit("[1]", "not a number"));
        assertThat(read("[{'id': 99999999999999999999}]").getFirst().misfits()).containsKey("id");
    }

    @Test
    void texts_that_spell_a_value_exactly_are_that_value() throws BadPage {
        Taken ship = read("[{'id': '42', 'tonnage': '1.5', 'afloat': 'True'}]").getFirst();
        assertThat(ship.values()).isEqualTo(Map.of("id", 42L, "tonnage", 1.5, "afloat", true));
        Taken other = read("[{'id': '042', 'tonnage': 'inf', 'afloat': 'yes'}]").getFirst();
        assertThat(other.misfits().keySet()).containsExactlyInAnyOrder("id", "tonnage", "afloat");
    }

    @Test
    void one_object_is_one_record_unless_it_is_empty() throws BadPage {
        assertThat(read("{'a': {'id': 1}}", "a")).hasSize(1);
        assertThat(read("{'a': {}}", "a")).isEmpty();
        assertThat(read("{'a': 1}", "a")).isEmpty();
        assertThat(read("{'b': []}", "a")).isEmpty();
        assertThat(read("[{'a': [{'id': 1}]}, {'a': [{'id': 2}]}]", "a")).hasSize(2);
        assertThat(read("[{}, null]")).isEmpty();
        assertThat(read("{'a': [{}, null]}", "a")).hasSize(2);
    }

    @Test
    void half_a_page_is_refused() {
        assertThatThrownBy(() -> read("{'a': [{'id': 1}", "a")).isInstanceOf(BadPage.class);
        assertThatThrownBy(() -> read("", "a")).isInstanceOf(BadPage.class);
        assertThatThrownBy(() -> read("[] []")).isInstanceOf(BadPage.class);
    }
}
