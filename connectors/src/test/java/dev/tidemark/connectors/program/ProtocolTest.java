package dev.tidemark.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connectors.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages and catalogs as the two protocols write them. */
class ProtocolTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_singer_state_is_kept_as_it_is_spelt() throws BadPage {
        assertThat(new Singer().message(bytes("{\"type\": \"STATE\", \"value\": {\"b\" : 1.50, \"a\":null}}")))
                .isEqualTo(new Message.State("{\"b\" : 1.50, \"a\":null}"));
        assertThat(new Singer().message(bytes("{\"type\": \"SCHEMA\", \"stream\": \"a\"}")))
                .isEqualTo(new Message.Other());
        assertThatThrownBy(() -> new Singer().message(bytes("{\"type\": \"STATE\", \"value\": {")))
                .isInstanceOf(BadPage.class);
    }

    @Test
    void an_airbyte_state_of_each_kind_is_handed_back_in_its_own_shape() throws BadPage {
        Airbyte airbyte = new Airbyte();
        String stream =
                "{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"a\"},\"stream_state\":{\"x\":1}}}";
        String global = "{\"type\":\"GLOBAL\",\"global\":{\"shared_state\":{},\"stream_states\":[]}}";
        assertThat(airbyte.message(bytes("{\"type\":\"STATE\",\"state\":" + stream + "}")))
                .isEqualTo(new Message.State("[" + stream + "]"));
        assertThat(airbyte.message(bytes("{\"type\":\"STATE\",\"state\":" + global + "}")))
                .isEqualTo(new Message.State("[" + global + "]"));
        assertThat(airbyte.message(bytes("{\"type\":\"STATE\",\"state\":{\"data\":{\"x\":1}}}")))
                .isEqualTo(new Message.State("{\"x\":1}"));
    }

    @Test
    void airbyte_messages_for_people_are_told_apart() throws BadPage {
        Airbyte airbyte = new Airbyte();
        assertThat(airbyte.message(bytes("{\"type\":\"LOG\",\"log\":{\"level\":\"WARN\",\"message\":\"hm\"}}")))
                .isEqualTo(new Message.Told(System.Logger.Level.WARNING, "hm"));
        assertThat(airbyte.message(bytes(
                        "{\"type\":\"TRACE\",\"trace\":{\"type\":\"ESTIMATE\",\"estimate\":{\"row_estimate\":7}}}")))
                .isEqualTo(new Message.Estimate(7));
        assertThat(
                        airbyte.message(
                                bytes(
                                        "{\"type\":\"TRACE\",\"trace\":{\"type\":\"ERROR\",\"error\":{\"message\":\"no\",\"failure_type\":\"transient_error\"}}}")))
                .isEqualTo(new Message.Trouble("no", false));
        assertThat(airbyte.message(
                        bytes("{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"stream_status\":{}}}")))
                .isEqualTo(new Message.Other());
    }

    @Test
    void fields_have_the_types_of_the_schema() throws BadPage {
        JsonNode schema = Json.tree(bytes("""
                {"properties": {
                  "a": {"type": ["null", "integer"]}, "b": {"type": "number"}, "c": {"type": ["boolean"]},
                  "d": {"type": "string", "format": "date-time"}, "e": {"type": "string", "format": "date"},
                  "f": {"type": "string", "format": "date-time", "airbyte_type": "timestamp_without_timezone"},
                  "g": {"anyOf": [{"type": "null"}, {"type": "string", "format": "date-time"}]},
                  "h": {"type": ["string", "integer"]}, "i": {"type": "object"}, "j": {"type": "array"}, "k": {},
                  "l": {"type": "number", "airbyte_type": "integer"}}}
                """));
        assertThat(JsonFields.of(schema))
                .extracting(Field::type)
                .containsExactly(
                        FieldType.INTEGER,
                        FieldType.DECIMAL,
                        FieldType.BOOLEAN,
                        FieldType.INSTANT,
                        FieldType.DATE,
                        FieldType.TEXT,
                        FieldType.INSTANT,
                        FieldType.JSON,
                        FieldType.JSON,
                        FieldType.JSON,
                        FieldType.JSON,
                        FieldType.INTEGER);
    }

    @Test
    void a_stream_is_chosen_in_both_ways_that_taps_know_with_the_fields_that_are_wanted() throws BadPage {
        Offered offered = new Singer().offered(Json.tree(bytes("""
                        {"streams": [{"tap_stream_id": "a-1", "stream": "a", "schema": {"properties": {
                            "id": {"type": "integer"}, "x": {"type": "string"}, "y": {"type": "string"}}},
                          "metadata": [
                            {"breadcrumb": [], "metadata": {"table-key-properties": ["id"], "valid-replication-keys": ["x"]}},
                            {"breadcrumb": ["properties", "id"], "metadata": {"inclusion": "automatic"}},
                            {"breadcrumb": ["properties", "x"], "metadata": {"inclusion": "available"}}]}]}
                        """))).getFirst();
        assertThat(offered.stream().key()).containsExactly("id");
        PageRequest request = PageRequest.first(offered.stream().only(Set.of("y")), new Reading.Everything());
        JsonNode chosen = Json.tree(bytes(new Singer().chosen(offered, request)))
                .path("streams")
                .path(0);
        assertThat(chosen.path("tap_stream_id").asString()).isEqualTo("a-1");
        assertThat(chosen.path("schema").path("selected").asBoolean()).isTrue();
        JsonNode whole = chosen.path("metadata").path(0).path("metadata");
        assertThat(whole.path("selected").asBoolean()).isTrue();
        assertThat(whole.path("replication-method").asString()).isEqualTo("INCREMENTAL");
        assertThat(whole.path("replication-key").asString()).isEqualTo("x");
        assertThat(chosen.path("metadata").path(1).path("metadata").has("selected"))
                .isFalse();
        assertThat(chosen.path("metadata")
                        .path(2)
                        .path("metadata")
                        .path("selected")
                        .asBoolean(true))
                .isFalse();
        assertThat(chosen.path("metadata")
                        .path(3)
                        .path("metadata")
                        .path("selected")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_place_is_read_as_it_was_written() throws BadPage {
        Place place = new Place(java.util.Optional.of("{\"a\" : \"}\"}"), "p", 7);
        assertThat(Place.of(place.token())).isEqualTo(place);
        for (String other : List.of("", "[]", "{}", "x:1")) {
            assertThatThrownBy(() -> Place.of(other)).isInstanceOf(BadPage.class);
        }
    }
}
