package dev.tidemark.connectors.manifest.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Templates and what the reference makes of them: one a line, {@code template => repr(value)}, where {@code error} stands for
 * any error. Line ends within are written {@code \n}.
 */
class GoldenTest {

    private static final String NAMED = "{0} => {1}";

    @ParameterizedTest(name = NAMED)
    @MethodSource("arithmetic")
    void numbers_are_reckoned_with_as_python_does(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("coercion")
    void a_text_that_spells_a_literal_becomes_its_value(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("lookups")
    void a_name_an_item_and_an_attribute_are_found_as_jinja_finds_them(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("filters")
    void a_filter_makes_of_a_value_what_it_makes_in_jinja(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("tests")
    void a_test_answers_as_in_jinja(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("strings")
    void a_text_has_the_methods_of_pythons_str(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("lists")
    void a_list_has_the_methods_of_pythons_list(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("dates")
    void times_are_read_moved_and_written_as_python_does(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("statements")
    void statements_run_and_names_are_seen_as_in_jinja(String template, String expected) {
        check(template, expected);
    }

    @ParameterizedTest(name = NAMED)
    @MethodSource("manifests")
    void what_manifests_write_means_what_their_authors_saw(String template, String expected) {
        check(template, expected);
    }

    private static void check(String template, String expected) {
        if (expected.equals("error")) {
            assertThatThrownBy(() -> Rendering.eval(template)).isInstanceOf(TemplateError.class);
        } else {
            assertThat(Text.repr(Rendering.eval(template))).isEqualTo(expected);
        }
    }

    static Stream<Arguments> arithmetic() throws IOException {
        return rows("arithmetic");
    }

    static Stream<Arguments> coercion() throws IOException {
        return rows("coercion");
    }

    static Stream<Arguments> lookups() throws IOException {
        return rows("lookups");
    }

    static Stream<Arguments> filters() throws IOException {
        return rows("filters");
    }

    static Stream<Arguments> tests() throws IOException {
        return rows("tests");
    }

    static Stream<Arguments> strings() throws IOException {
        return rows("strings");
    }

    static Stream<Arguments> lists() throws IOException {
        return rows("lists");
    }

    static Stream<Arguments> dates() throws IOException {
        return rows("dates");
    }

    static Stream<Arguments> statements() throws IOException {
        return rows("statements");
    }

    static Stream<Arguments> manifests() throws IOException {
        return rows("manifests");
    }

    private static Stream<Arguments> rows(String name) throws IOException {
        try (InputStream in = Rendering.resource(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(GoldenTest::row);
        }
    }

    private static Arguments row(String line) {
        int arrow = line.lastIndexOf(" => ");
        return Arguments.of(unescaped(line.substring(0, arrow)), line.substring(arrow + 4));
    }

    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                char next = text.charAt(i);
                out.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
