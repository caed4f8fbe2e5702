package dev.tidemark.connectors.manifest.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigRulesTest {

    private final Problems problems = new Problems();

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> map(String json) {
        return (Map<Object, Object>) Json.read(json.replace('\'', '"'));
    }

    private String applied(String rules, String config) {
        Node spec = new Node(map("{'config_normalization_rules': " + rules + "}"), "spec", problems);
        ConfigRules all = ConfigRules.of(Optional.of(spec), new Expressions(InstantSource.fixed(Instant.EPOCH)));
        Map<Object, Object> given = map(config);
        String before = Json.write(given);
        String after = Json.write(all.apply(given)).replace('"', '\'');
        assertThat(Json.write(given)).as("what was given stays").isEqualTo(before);
        return after;
    }

    @Test
    void migrations_come_before_transformations() {
        assertThat(applied(
                        "{'config_migrations': [{'transformations': [{'type': 'ConfigAddFields', 'fields':"
                                + " [{'path': ['auth', 'key'], 'value': '{{ config.key }}'}], 'condition':"
                                + " '{{ config.key and not config.auth }}'},"
                                + " {'type': 'ConfigRemoveFields', 'field_pointers': [['key']]}]}],"
                                + " 'transformations': [{'type': 'ConfigRemapField', 'field_path': ['size'],"
                                + " 'map': {'small': 10, 'large': 100}}]}",
                        "{'key': 'abc', 'size': 'large'}"))
                .isEqualTo("{'size':100,'auth':{'key':'abc'}}");
    }

    @Test
    void a_value_that_is_not_mapped_stays() {
        assertThat(applied(
                        "{'transformations': [{'type': 'ConfigRemapField', 'field_path': ['size'], 'map': {'a': 1}}]}",
                        "{'size': 'b'}"))
                .isEqualTo("{'size':'b'}");
    }

    @Test
    void what_cannot_run_is_a_problem() {
        applied("{'transformations': [{'type': 'CustomConfigTransformation'}]}", "{}");
        wrong(
                "{'type': 'DpathValidator', 'field_path': ['a'], 'validation_strategy': {'type': 'CustomValidationStrategy'}}",
                "{}");
        assertThat(problems.all())
                .extracting(p -> p.what())
                .containsExactly(
                        "the type CustomConfigTransformation does not run here",
                        "the type CustomValidationStrategy does not run here");
    }

    private List<String> wrong(String validation, String config) {
        Node spec = new Node(
                map("{'config_normalization_rules': {'validations': [" + validation + "]}}"), "spec", problems);
        return Validations.of(Optional.of(spec), new Expressions(InstantSource.fixed(Instant.EPOCH)))
                .wrong(map(config));
    }

    @Test
    void settings_are_validated_at_a_path_and_at_every_place_of_a_pattern() {
        String size = "{'type': 'DpathValidator', 'field_path': ['pages', '*', 'size'], 'validation_strategy':"
                + " {'type': 'ValidateAdheresToSchema', 'base_schema': {'type': 'integer', 'minimum': 1}}}";
        assertThat(wrong(size, "{'pages': [{'size': 1}, {'size': 9}]}")).isEmpty();
        assertThat(wrong(size, "{'pages': [{'size': 1}, {'size': 0}]}"))
                .singleElement()
                .asString()
                .startsWith("pages.*.size");
    }

    @Test
    void a_value_made_of_settings_is_validated_by_a_schema_that_is_itself_a_setting() {
        String rule = "{'type': 'PredicateValidator', 'value': '{{ config.report }}', 'validation_strategy':"
                + " {'type': 'ValidateAdheresToSchema', 'base_schema': '{{ config.rules }}'}}";
        String rules = "'rules': {'type': 'object', 'required': ['name']}";
        assertThat(wrong(rule, "{'report': {'name': 'x'}, " + rules + "}")).isEmpty();
        assertThat(wrong(rule, "{'report': {'size': 3}, " + rules + "}"))
                .singleElement()
                .asString()
                .contains("name");
    }
}
