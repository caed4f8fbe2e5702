package dev.tidemark.connectors.manifest.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A manifest is somebody else's text: whatever it says, it ends soon, with a value or with an error that says why. */
class HostileTest {

    /** Far more than any of them takes, but less than for ever. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void what_grows_without_bound_is_refused(String what, String template) {
        Assertions.assertTimeoutPreemptively(
                SOON,
                () -> assertThatThrownBy(() -> Rendering.eval(template))
                        .isInstanceOf(TemplateError.class)
                        .hasMessageMatching(
                                "(?s).*(the template|too large|too deep|expressions too deep|digits|back and forth).*"));
    }

    static Stream<Arguments> what_grows_without_bound_is_refused() {
        String twice =
                "{% set ns = namespace(v=START) %}{% for a in '1'*99 %}{% set ns.v = NEXT %}{% endfor %}{{ ns.v }}";
        return Stream.of(
                Arguments.of(
                        "a deep pile of brackets", "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}"),
                Arguments.of("a deep pile of lists", "{{ " + "[".repeat(100_000) + "]".repeat(100_000) + " }}"),
                Arguments.of("a deep pile of not", "{{ " + "not ".repeat(100_000) + "1 }}"),
                Arguments.of("a deep pile of minus", "{{ " + "- ".repeat(100_000) + "1 }}"),
                Arguments.of("a long chain of plus", "{{ 1" + "+1".repeat(100_000) + " }}"),
                Arguments.of("a long chain of filters", "{{ 1" + "|int".repeat(100_000) + " }}"),
                Arguments.of("a long chain of names", "{{ config" + ".a".repeat(100_000) + " }}"),
                Arguments.of("a long chain of conditions", "{{ 1" + " if 1 else 2".repeat(100_000) + " }}"),
                Arguments.of("a deep pile of ifs", "{% if 1 %}".repeat(50_000) + "{% endif %}".repeat(50_000)),
                Arguments.of(
                        "a deep pile of targets",
                        "{% set " + "(".repeat(50_000) + "a" + ")".repeat(50_000) + " = 1 %}"),
                Arguments.of("a text repeated", "{{ 'x' * 1000000000 }}"),
                Arguments.of("a text repeated beyond numbers", "{{ 'x' * 10**30 }}"),
                Arguments.of("a list repeated", "{{ [1] * 1000000000 }}"),
                Arguments.of("a tuple repeated", "{{ (1,) * 1000000000 }}"),
                Arguments.of("a power", "{{ 10 ** 1000000 }}"),
                Arguments.of("a power beyond numbers", "{{ 10 ** (10 ** (10 ** 10)) }}"),
                Arguments.of("a number of too many digits", "{{ 10 ** 9000 }}"),
                Arguments.of("a width", "{{ '%999999999d' % 1 }}"),
                Arguments.of("a precision", "{{ '{:.999999999f}'.format(1.5) }}"),
                Arguments.of("a width as an argument", "{{ '%*d' % (999999999, 1) }}"),
                Arguments.of("a field to fill", "{{ 'x'.zfill(999999999) }}"),
                Arguments.of("a field to centre", "{{ 'x' | center(999999999) }}"),
                Arguments.of("an indent", "{{ ('a\\n' * 100000) | indent(100000) }}"),
                Arguments.of("tabs", "{{ ('\\t' * 100000).expandtabs(100000) }}"),
                Arguments.of("a replacement", "{{ ('a' * 1000000).replace('a', 'b' * 1000000) }}"),
                Arguments.of("an inserted text", "{{ ('a' * 1000000).replace('', 'b' * 1000000) }}"),
                Arguments.of("a join", "{{ ('a' * 100000) | list | join('b' * 100000) }}"),
                Arguments.of("a join of a text", "{{ ('b' * 100000).join('a' * 100000) }}"),
                Arguments.of(
                        "many texts in upper case", "{{ (['a' * 100000] * 100000) | map('upper') | list | length }}"),
                Arguments.of("slices", "{{ [1] | slice(999999999) | list }}"),
                Arguments.of(
                        "a number squared again and again",
                        twice.replace("START", "3").replace("NEXT", "ns.v * ns.v")),
                Arguments.of(
                        "a text doubled again and again",
                        twice.replace("START", "'ab'").replace("NEXT", "ns.v + ns.v")),
                Arguments.of(
                        "a text joined again and again",
                        twice.replace("START", "'ab'").replace("NEXT", "ns.v ~ ns.v")),
                Arguments.of(
                        "a list doubled again and again",
                        twice.replace("START", "[1]").replace("NEXT", "ns.v + ns.v")),
                Arguments.of(
                        "a list of itself twice", twice.replace("START", "[1]").replace("NEXT", "[ns.v, ns.v]")),
                Arguments.of(
                        "a map of itself twice",
                        twice.replace("START", "{}").replace("NEXT", "{'a': ns.v, 'b': ns.v}")),
                Arguments.of(
                        "a list of itself as JSON",
                        twice.replace("START", "[1]")
                                .replace("NEXT", "[ns.v, ns.v]")
                                .replace("{{ ns.v }}", "{{ ns.v | tojson }}")),
                Arguments.of("a list that holds itself", "{% set x = [] %}{{ x.append(x) or x }}"),
                Arguments.of(
                        "a list extended by itself",
                        "{% set x = [1] %}{% for a in '1'*99 %}{{ x.extend(x) or '' }}{% endfor %}"),
                Arguments.of(
                        "loops within loops",
                        "{% for a in '1'*9999 %}{% for b in '1'*9999 %}{% for c in '1'*9999 %}{% endfor %}{% endfor %}{% endfor %}"),
                Arguments.of(
                        "what loops write",
                        "{% for a in '1'*9999 %}{% for b in '1'*9999 %}xxxxxxxx{% endfor %}{% endfor %}"),
                Arguments.of(
                        "a regular expression that goes back and forth",
                        "{{ ('a' * 40 ~ 'b') | regex_search('(?:(a|aa)+)+$') }}"));
    }

    @Test
    void two_lists_of_themselves_are_not_compared_for_ever() {
        String doubled = "{% set ns = namespace(v=[1], w=[1]) %}{% for a in '1'*99 %}"
                + "{% set ns.v = [ns.v, ns.v] %}{% set ns.w = [ns.w, ns.w] %}{% endfor %}{{ ns.v == ns.w }}";
        Assertions.assertTimeoutPreemptively(
                SOON, () -> assertThatThrownBy(() -> Rendering.eval(doubled)).isInstanceOf(TemplateError.class));
    }

    @Test
    void a_tuple_of_tuples_is_no_key_that_takes_for_ever() {
        String doubled =
                "{% set ns = namespace(v=(1,)) %}{% for a in '1'*99 %}{% set ns.v = (ns.v, ns.v) %}{% endfor %}"
                        + "{{ {ns.v: 1} }}";
        Assertions.assertTimeoutPreemptively(
                SOON, () -> assertThatThrownBy(() -> Rendering.eval(doubled)).isInstanceOf(TemplateError.class));
    }

    @Test
    void what_takes_too_long_is_ended() {
        Work work = new Work(Rendering.NOON, Duration.ZERO);
        assertThatThrownBy(() -> {
                    while (true) {
                        work.round();
                    }
                })
                .isInstanceOf(TemplateError.class)
                .hasMessageContaining("takes longer than");
    }

    @Test
    void a_text_of_very_many_brackets_is_a_text() {
        String brackets = "[".repeat(1_000_000);
        Map<String, Object> context = new HashMap<>(Map.of("record", Map.of("x", brackets)));
        assertThat(Template.compile("{{ record.x }}", Rendering.NOON).eval(context))
                .isEqualTo(brackets);
    }

    @Test
    void a_long_text_in_a_record_is_read_quickly() {
        String digits = "9".repeat(1_000_000);
        Map<String, Object> context = Map.of("record", Map.of("x", digits));
        Assertions.assertTimeoutPreemptively(
                SOON,
                () -> assertThat(Template.compile("{{ record.x }}", Rendering.NOON)
                                .eval(context))
                        .isEqualTo(digits));
    }

    @Test
    void the_limits_leave_room_for_what_manifests_do() {
        assertThat(Rendering.eval("{{ ('x' * 1000000) | length }}")).isEqualTo(1_000_000L);
        assertThat(Rendering.eval("{{ ([1] * 100000) | sum }}")).isEqualTo(100_000L);
        assertThat(Rendering.eval("{{ " + "(".repeat(50) + "1" + ")".repeat(50) + " }}"))
                .isEqualTo(1L);
        assertThat(Rendering.eval("{{ 1" + "+1".repeat(500) + " }}")).isEqualTo(501L);
        assertThat(Rendering.eval("{{ (2 ** 4000) | string | length }}")).isEqualTo(1_211L);
    }
}
