package dev.tidemark.connectors.manifest.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathsTest {

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> map(String json) {
        return (Map<Object, Object>) Json.read(json);
    }

    @Test
    void a_path_goes_through_maps_and_lists() {
        assertThat(Paths.get(map("{'a': [{'b': 7}]}".replace('\'', '"')), List.of("a", "0", "b")))
                .contains(7L);
        assertThat(Paths.get(map("{\"a\": []}"), List.of("a", "0"))).isEmpty();
        assertThat(Paths.get(map("{\"a\": 1}"), List.of("a", "b"))).isEmpty();
    }

    @Test
    void a_path_as_text_may_begin_with_a_slash() {
        assertThat(Paths.split("/data/id")).containsExactly("data", "id");
    }

    @Test
    void a_star_finds_every_value_at_its_step() {
        Map<Object, Object> root = map("{\"a\": {\"x\": {\"n\": 1}, \"y\": {\"n\": 2}, \"z\": 3}}");
        assertThat(Paths.values(root, List.of("a", "*", "n"))).containsExactly(1L, 2L);
        assertThat(Paths.values(root, List.of("**", "n"))).containsExactly(1L, 2L);
        assertThatThrownBy(() -> Paths.get(root, List.of("a", "*", "n"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setting_makes_the_maps_on_the_way_and_grows_lists() {
        Map<Object, Object> root = map("{\"list\": [1]}");
        Paths.set(root, List.of("a", "b"), 5L);
        Paths.set(root, List.of("list", "3"), 9L);
        assertThat(Json.write(root)).isEqualTo("{\"list\":[1,null,null,9],\"a\":{\"b\":5}}");
        assertThatThrownBy(() -> Paths.set(root, List.of("a", "b", "c"), 1L))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void removing_leaves_a_gap_in_a_list_unless_it_was_its_last() {
        Map<Object, Object> root = map("{\"list\": [1, 2, 3], \"a1\": 1, \"a2\": 2, \"b\": 3}");
        Paths.remove(root, List.of("list", "2"), value -> true);
        Paths.remove(root, List.of("list", "0"), value -> true);
        Paths.remove(root, List.of("a*"), value -> !value.equals(2L));
        Paths.remove(root, List.of("no", "such"), value -> true);
        assertThat(Json.write(root)).isEqualTo("{\"list\":[null,2],\"a2\":2,\"b\":3}");
    }
}
