package dev.tidemark.connectors.manifest.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {

    private static final Instant NOW = Instant.parse("2024-05-06T07:08:09Z");

    private final Problems problems = new Problems();
    private final Expressions expressions = new Expressions(new Now(InstantSource.fixed(NOW)));

    private Node node(Map<Object, Object> fields) {
        return new Node(fields, "here", problems);
    }

    @ParameterizedTest
    @CsvSource({
        "{{ record.null }}, true",
        "{{ record.absent }}, false",
        "{{ record.absent.deeper }}, false",
        "no, true",
        "0.0, false",
        "[], false",
        "record.zero == 1, true",
        "{{ record.zero }}, false",
        "{{ record.zero == 0 }}, true",
    })
    void a_condition_is_false_only_for_what_says_no(String condition, boolean expected) {
        Map<Object, Object> record = new HashMap<>(Map.of("null", None.NONE, "zero", 0L));
        Condition compiled = expressions
                .condition(node(Map.of("condition", condition)), "condition")
                .orElseThrow();
        assertThat(compiled.test(Context.of(Map.of()).with("record", record))).isEqualTo(expected);
    }

    @Test
    void parameters_are_those_of_the_component() {
        Expression expression =
                expressions.of(node(Map.of("$parameters", Map.of("name", "ships"))), "/{{ parameters.name }}");
        assertThat(expression.text(Context.of(Map.of()))).isEqualTo("/ships");
    }

    @Test
    void a_name_that_nobody_set_is_an_error() {
        Expression expression = expressions.of(node(Map.of()), "{{ recrod.id }}");
        assertThatThrownBy(() -> expression.eval(Context.of(Map.of())))
                .isInstanceOf(TemplateError.class)
                .hasMessageContaining("recrod");
    }

    @Test
    void a_template_that_is_none_is_a_problem_with_its_place() {
        expressions.of(node(Map.of()), "{{ 1 +");
        expressions.of(node(Map.of()), "{{ stream_state.at }}");
        assertThat(problems.all())
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.place()).isEqualTo("here"));
    }

    @Test
    void a_page_is_read_as_if_it_were_the_time_at_which_it_was_asked_for() {
        Expression now = expressions.of(node(Map.of()), "{{ now_utc() }}");
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        assertThat(now.text(Context.of(Map.of()))).isEqualTo("2024-05-06 07:08:09+00:00");
        assertThat(Now.at(then, () -> now.text(Context.of(Map.of())))).isEqualTo("2020-01-01 00:00:00+00:00");
    }
}
