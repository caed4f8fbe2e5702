package dev.tidemark.connectors.manifest.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Instant;
import java.time.InstantSource;
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
        applied(
                "{'validations': [{'type': 'DpathValidator'}], 'transformations': [{'type': 'CustomConfigTransformation'}]}",
                "{}");
        assertThat(problems.all())
                .extracting(p -> p.what())
                .containsExactly(
                        "the type DpathValidator does not run here",
                        "the type CustomConfigTransformation does not run here");
    }
}
