package dev.tidemark.connectors.manifest.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connectors.manifest.template.None;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class JsonTest {

    @Test
    void values_have_the_types_that_templates_know() {
        assertThat(Json.read("[null, true, 7, 12345678901234567890, 1.5, \"x\"]"))
                .isEqualTo(List.of(None.NONE, true, 7L, new BigInteger("12345678901234567890"), 1.5, "x"));
    }

    @Test
    void what_is_written_reads_back() {
        String text = "{\"b\":[1,2.5,null],\"a\":{\"quote\":\"\\\"\\\\\\n\\u0001\"},\"ü\":\"€\"}";
        assertThat(Json.write(Json.read(text))).isEqualTo(text);
    }

    @Test
    void equal_maps_have_one_sorted_text() {
        assertThat(Json.sorted(Json.read("{\"b\": 1, \"a\": {\"d\": 2, \"c\": 3}}")))
                .isEqualTo("{\"a\":{\"c\":3,\"d\":2},\"b\":1}");
    }

    @Test
    void half_a_value_or_two_are_none() {
        for (String text : List.of("", "{\"a\": 1", "1 2", "<html>", "[1,]")) {
            assertThatThrownBy(() -> Json.read(text)).as(text).isInstanceOf(JacksonException.class);
        }
    }

    @Test
    void reading_may_begin_behind_a_head() {
        byte[] bytes = "head\n{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.read(bytes, 5)).isEqualTo(Map.of("a", 1L));
    }
}
