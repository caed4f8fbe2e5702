package dev.tidemark.connectors.manifest.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connectors.manifest.template.Template.Kinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static Template template(String text) {
        return Template.compile(text, Rendering.NOON);
    }

    private static Map<String, Object> recordOf(Map<Object, Object> record) {
        return Map.of("record", record);
    }

    private static Optional<Object> found(String text, Kinds kinds) {
        return template(text).evalOptional(Rendering.context(), kinds);
    }

    @Test
    void null_is_a_value_and_what_is_missing_is_none() {
        assertThat(template("{{ record.x }}").evalOptional(recordOf(Map.of("x", None.NONE)), Kinds.ALL))
                .contains(None.NONE);
        assertThat(template("{{ record.x }}").evalOptional(recordOf(Map.of()), Kinds.ALL))
                .isEmpty();
        assertThat(template("{{ record.x.y }}").evalOptional(recordOf(Map.of()), Kinds.ALL))
                .isEmpty();
    }

    @Test
    void a_missing_leaf_is_the_empty_text_and_more_of_it_an_error() {
        assertThat(template("{{ record.x }}").eval(recordOf(Map.of()))).isEqualTo("");
        assertThatThrownBy(() -> template("{{ record.x.y }}").eval(recordOf(Map.of())))
                .isInstanceOf(UndefinedValue.class)
                .hasMessage("UndefinedError: 'dict object' has no attribute 'x'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{ 5 }}          | 5      | 5     | 5",
                "7                | 7      | 7     | 7",
                "{{ none }}       | None   | None  | None",
                "{{ true }}       | True   | True  | True",
                "true             | true   | true  | true",
                "{{ [1, 2] }}     | [1, 2] | [1, 2] | [1, 2]",
                "{{ {'q': 1} }}   | {'q': 1} | {'q': 1} | {'q': 1}",
                "{{ \"'q'\" }}    | q      | q     | q",
            })
    void a_kind_that_is_not_admitted_stays_text(String text, String all, String textOrList, String onlyText) {
        assertThat(found(text, Kinds.ALL).map(Text::str)).contains(all);
        assertThat(found(text, Kinds.TEXT_OR_LIST).map(Text::str)).contains(textOrList);
        assertThat(found(text, Kinds.TEXT)).contains(onlyText);
    }

    @Test
    void a_list_is_admitted_where_lists_are_and_a_number_is_not() {
        assertThat(found("{{ [1, 2] }}", Kinds.TEXT_OR_LIST)).contains(List.of(1L, 2L));
        assertThat(found("[1, 2]", Kinds.TEXT_OR_LIST)).contains(List.of(1L, 2L));
        assertThat(found("{{ 5 }}", Kinds.TEXT_OR_LIST)).contains("5");
        assertThat(found("{{ {} }}", Kinds.TEXT_OR_LIST)).contains("{}");
    }

    @Test
    void bytes_have_no_place_in_a_record_and_stay_text() {
        assertThat(template("b'x'").eval(Map.of())).isEqualTo("b'x'");
    }

    @Test
    void a_name_that_is_not_given_is_an_error_even_where_it_is_not_reached() {
        assertThatThrownBy(() -> template("{{ 1 if true else nosuch }}").eval(Map.of()))
                .isInstanceOf(TemplateError.class)
                .hasMessageContaining("undeclared variables: [nosuch]");
    }

    @Test
    void the_older_and_newer_names_of_the_slice_are_one() {
        Map<String, Object> context = Map.of("stream_slice", Map.of("id", 7L));
        assertThat(template("{{ [stream_slice.id, stream_partition.id, stream_interval.id] }}")
                        .eval(context))
                .isEqualTo(List.of(7L, 7L, 7L));
    }

    @Test
    void the_state_of_a_stream_can_no_longer_be_read() {
        assertThatThrownBy(() -> template("{{ stream_state.x }}").eval(Map.of("stream_state", Map.of())))
                .isInstanceOf(TemplateError.class)
                .hasMessageContaining("no longer supported");
    }

    @Test
    void an_object_that_spells_itself_is_not_copied() {
        Map<Object, Object> record = Map.of("a", List.of(1L, "x"));
        assertThat(template("{{ record }}").eval(recordOf(record))).isSameAs(record);
    }

    @Test
    void a_list_that_plain_text_spells_is_a_new_one_each_time() {
        Template list = template("[1, 2]");
        ((List<?>) list.eval(Map.of())).clear();
        assertThat(list.eval(Map.of())).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void what_a_template_sets_is_not_seen_outside_of_it() {
        Map<String, Object> context = new HashMap<>(Map.of("config", Map.of("a", 1L)));
        assertThat(template("{% set config = 5 %}{{ config }}").eval(context)).isEqualTo(5L);
        assertThat(context).isEqualTo(Map.of("config", Map.of("a", 1L)));
    }

    @Test
    void what_is_given_to_read_only_is_not_changed_but_an_error() {
        assertThatThrownBy(() -> template("{{ record.x.append(1) }}").eval(recordOf(Map.of("x", List.of()))))
                .isInstanceOf(TemplateError.class)
                .hasMessageContaining("given to read");
        List<Object> own = new ArrayList<>();
        assertThat(template("{{ record.x.append(1) }}").eval(recordOf(Map.of("x", own))))
                .isEqualTo(None.NONE);
        assertThat(own).isEqualTo(List.of(1L));
    }

    @Test
    void a_value_with_attributes_of_its_own_shows_them_before_its_keys() {
        Attributes slice = name -> name.equals("extra") ? Optional.of(5L) : Optional.empty();
        assertThat(template("{{ s.extra }}/{{ s.other is defined }}").eval(Map.of("s", slice)))
                .isEqualTo("5/False");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{{ 1 + }} => expected a value, got the end in line 1",
                "{{ (1 }} => expected '}}' in line 1",
                "{{ a..b }} => got '.' in line 1",
                "{{ 1 2 }} => expected the end, got '2' in line 1",
                "{{ 'a }} => a string without end in line 1",
                "{{ $ }} => unexpected char '$' in line 1",
                "{{ 5 | nosuch }} => No filter named 'nosuch'. In line 1",
                "{{ 5 is nosuch }} => No test named 'nosuch'. In line 1",
                "{% nosuch %} => Encountered unknown tag 'nosuch'",
                "{% macro f() %}{% endmacro %} => the tag 'macro' has no use in a manifest",
                "{% if true %} => looking for the following tags: elif or else or endif",
                "{% for x of y %}{% endfor %} => expected 'in', got 'of' in line 1",
                "{# x => Missing end of comment tag in line 1",
            })
    void a_template_that_is_none_tells_what_is_wrong_and_where(String text, String message) {
        assertThatThrownBy(() -> template(text))
                .isInstanceOf(TemplateSyntax.class)
                .hasMessageContaining(message);
    }

    @Test
    void an_error_tells_the_line_it_stands_in() {
        assertThatThrownBy(() -> template("a\n{{ 1 }}\n\n{{ 1 + * }}"))
                .isInstanceOf(TemplateSyntax.class)
                .hasMessageContaining("in line 4");
    }

    @Test
    void a_filter_that_nobody_knows_is_forgiven_where_it_may_never_be_asked() {
        assertThat(template("{{ (1 | nosuch) if false else 2 }}").eval(Map.of()))
                .isEqualTo(2L);
        assertThatThrownBy(() -> template("{{ (1 | nosuch) if true else 2 }}").eval(Map.of()))
                .hasMessageContaining("No filter named 'nosuch'.");
    }

    @Test
    void types_that_do_not_go_together_make_plain_text_of_a_template() {
        assertThat(template("{{ 1 + 'a' }}").eval(Map.of())).isEqualTo("{{ 1 + 'a' }}");
    }
}
