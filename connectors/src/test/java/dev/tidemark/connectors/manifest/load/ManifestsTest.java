package dev.tidemark.connectors.manifest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestsTest {

    private static String at(String yaml, String path) throws BadManifest {
        Node top = Manifests.tree("version: 1\ncheck: {}\n" + yaml, new Problems());
        return Paths.get(top.fields(), List.of(path.split("/")))
                .map(Json::write)
                .orElse("nothing");
    }

    @Test
    void a_reference_is_replaced_by_what_it_names() throws BadManifest {
        String yaml = """
                definitions:
                  list: [x, {y: z}]
                  a/b: whole
                  base: {one: 1, two: {deep: 2}}
                streams:
                  - name: "#/definitions/list/1/y"
                    other: "#/definitions/a/b"
                    merged: {$ref: "#/definitions/base", one: own, two: {own: 3}}
                    text: {$ref: "#/definitions/list/0"}
                """;
        assertThat(at(yaml, "streams/0/name")).isEqualTo("\"z\"");
        assertThat(at(yaml, "streams/0/other")).isEqualTo("\"whole\"");
        assertThat(at(yaml, "streams/0/merged")).isEqualTo("{\"one\":\"own\",\"two\":{\"own\":3}}");
        assertThat(at(yaml, "streams/0/text")).isEqualTo("\"x\"");
    }

    @Test
    void a_reference_to_nothing_or_to_itself_is_refused() {
        assertThatThrownBy(() -> at("streams: \"#/definitions/none\"", "streams"))
                .isInstanceOf(BadManifest.class)
                .hasMessageContaining("#/definitions/none");
        assertThatThrownBy(() -> at("definitions: {a: \"#/definitions/b\", b: \"#/definitions/a\"}", "streams"))
                .isInstanceOf(BadManifest.class)
                .hasMessageContaining("leads back to itself");
    }

    @Test
    void a_parameter_becomes_a_field_of_each_component_below_that_lacks_it() throws BadManifest {
        String yaml = """
                streams:
                  - $parameters: {name: ships, path: /ships, primary_key: id}
                    retriever:
                      requester: {url_base: x, path: ""}
                      record_selector: {$parameters: {path: inner}, extractor: {}}
                """;
        assertThat(at(yaml, "streams/0/type")).isEqualTo("\"DeclarativeStream\"");
        assertThat(at(yaml, "streams/0/name")).isEqualTo("\"ships\"");
        assertThat(at(yaml, "streams/0/retriever/requester/path")).isEqualTo("\"/ships\"");
        assertThat(at(yaml, "streams/0/retriever/record_selector/extractor/path"))
                .isEqualTo("\"inner\"");
        assertThat(at(yaml, "streams/0/retriever/record_selector/extractor/type"))
                .isEqualTo("\"DpathExtractor\"");
    }

    @Test
    void a_parameter_is_not_handed_into_the_field_of_its_own_name() throws BadManifest {
        String yaml = """
                streams:
                  - $parameters: {retriever: {type: SimpleRetriever, a: 1}, b: 2}
                """;
        assertThat(at(yaml, "streams/0/retriever/a")).isEqualTo("1");
        assertThat(at(yaml, "streams/0/retriever/b")).isEqualTo("2");
        assertThat(at(yaml, "streams/0/retriever/retriever")).isEqualTo("nothing");
    }

    @Test
    void schemas_are_left_alone() throws BadManifest {
        String yaml = """
                streams:
                  - $parameters: {title: parameter}
                    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {}}}
                """;
        assertThat(at(yaml, "streams/0/schema_loader/schema")).isEqualTo("{\"type\":\"object\",\"properties\":{}}");
    }

    @Test
    void dates_stay_texts_in_yaml() throws BadManifest {
        assertThat(at("streams: [{day: 2024-01-01, on: 2024-01-01T00:00:00Z}]", "streams/0"))
                .isEqualTo("{\"day\":\"2024-01-01\",\"on\":\"2024-01-01T00:00:00Z\",\"type\":\"DeclarativeStream\"}");
    }

    @Test
    void anchors_merges_and_names_given_twice_are_read_as_other_readers_do() throws BadManifest {
        String yaml = """
                definitions:
                  base: &base {a: 1, b: 2}
                streams:
                  - {<<: *base, b: 3, c: 4, c: 5}
                """;
        assertThat(at(yaml, "streams/0")).isEqualTo("{\"b\":3,\"c\":5,\"a\":1,\"type\":\"DeclarativeStream\"}");
    }

    @Test
    void json_is_read_as_well() throws BadManifest {
        Node top = Manifests.tree("{\"version\": \"1\", \"check\": {}, \"streams\": []}", new Problems());
        assertThat(top.text("version")).contains("1");
    }

    @Test
    void unknown_fields_at_the_top_are_problems() throws BadManifest {
        Problems problems = new Problems();
        Manifests.tree("streams: []\nstraems: []", problems);
        assertThat(problems.all())
                .extracting(Problem::what)
                .containsExactly(
                        "a manifest has no field 'straems', did you mean 'streams'?",
                        "'version' is missing",
                        "'check' is missing");
    }

    @Test
    void what_is_no_manifest_is_refused() {
        for (String text : List.of("- a list", "just text", "{\"half\":", "a: [b")) {
            assertThatThrownBy(() -> Manifests.tree(text, new Problems()))
                    .as(text)
                    .isInstanceOf(BadManifest.class);
        }
    }
}
