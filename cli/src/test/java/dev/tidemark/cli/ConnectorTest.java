package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What authors of manifests can do without a network. */
class ConnectorTest {

    private static final String SHIPS = """
            {"version": "6.0.0", "type": "DeclarativeSource",
             "check": {"type": "CheckStream", "stream_names": ["ships"]},
             "streams": [{"type": "DeclarativeStream", "name": "ships", "primary_key": ["id"],
               "retriever": {"type": "SimpleRetriever",
                 "requester": {"type": "HttpRequester", "url_base": "https://harbour.example/", "path": "ships"},
                 "record_selector": {"type": "RecordSelector",
                   "extractor": {"type": "DpathExtractor", "field_path": []}}},
               "schema_loader": {"type": "InlineSchemaLoader", "schema": {"type": "object", "properties": {}}}}]}
            """;

    private static final String VECTOR = """
            {"name": "ships", "now": "2024-03-01T12:00:00Z", "config": {}, "manifest": %s,
             "runs": [{
               "catalog": {"streams": [{"stream": {"name": "ships"}}]},
               "state_in": [],
               "exchanges": [{
                 "request": {"method": "GET", "url": "https://harbour.example/ships", "headers": {"Accept": "*/*"},
                   "body": null},
                 "response": {"status": 200, "headers": {}, "body": "[{\\"id\\": 1}]"}}],
               "records": [["ships", {"id": %d}]],
               "final_state": {"ships": {"type": "STREAM", "stream": {"stream_descriptor": {"name": "ships"},
                 "stream_state": {"__ab_no_cursor_state_message": true}}}}}]}
            """;

    private static final String EXPRESSION = """
            [{"template": "{{ config.a + 1 }}", "config": {"a": 1}, "parameters": {}, "context": {}, "result": %d,
              "error": null}]
            """;

    @TempDir
    Path folder;

    private Outcome run(String... words) {
        return Outcome.of(folder, Map.of("ACME_API_KEY", "hush-key"), words);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void a_new_manifest_is_valid_and_its_config_fits() throws IOException {
        Outcome made = run("connector", "new", "acme");
        assertThat(made.exit()).as(made.toString()).isZero();

        Outcome valid = run("connector", "validate", "acme.yaml");
        assertThat(valid.exit()).as(valid.toString()).isZero();
        assertThat(valid.out())
                .contains("orders       id")
                .contains("what changed")
                .contains("api_key     secret  yes");
        assertThat(Files.readString(folder.resolve("acme.config.json"))).contains("${env:ACME_API_KEY}");
    }

    @Test
    void a_file_that_is_there_is_never_written_over() throws IOException {
        write("acme.config.json", "mine");
        Outcome made = run("connector", "new", "acme");
        assertThat(made.exit()).isEqualTo(Exit.USAGE);
        assertThat(made.err()).contains("connector.exists");
        assertThat(Files.readString(folder.resolve("acme.config.json"))).isEqualTo("mine");
        assertThat(folder.resolve("acme.yaml")).doesNotExist();
        assertThat(run("connector", "new", "../acme").err()).contains("connector.bad_name");
    }

    @Test
    void everything_that_is_wrong_is_listed_with_its_place_and_so_is_what_is_right() throws IOException {
        assertThat(run("connector", "new", "acme").exit()).isZero();
        String broken = Files.readString(folder.resolve("acme.yaml"))
                .replace("path: customers", "path: customers, authenticator: { type: PalmReader }")
                .replace(
                        "type: SubstreamPartitionRouter",
                        "type: CustomPartitionRouter\n        class_name: acme.Router");
        write("broken.yaml", broken);

        Outcome valid = run("connector", "validate", "broken.yaml");

        assertThat(valid.exit()).isEqualTo(Exit.FAILED);
        assertThat(valid.out())
                .contains("streams[0] (customers).retriever.requester.authenticator: the type PalmReader does not run"
                        + " here")
                .contains("acme.Router")
                .contains("does not run: 2 problems; nothing is wrong with orders");
        JsonNode json =
                Json.parse(run("connector", "validate", "broken.yaml", "--json").out());
        assertThat(json.path("ok").asBoolean()).isFalse();
        assertThat(json.path("problems")).hasSize(2);
        assertThat(json.path("good_streams")).hasSize(1);
    }

    @Test
    void a_folder_with_schemas_beside_its_manifest_is_a_connector() throws IOException {
        write(
                "ships/manifest.json",
                SHIPS.replaceFirst(
                        "\\{\"type\": \"InlineSchemaLoader\".*?\\}\\}\\}",
                        "{\"type\": \"JsonFileSchemaLoader\", \"file_path\": \"./source_ships/schemas/ships.json\"}"));
        Outcome without = run("connector", "validate", "ships");
        assertThat(without.exit()).isEqualTo(Exit.FAILED);
        assertThat(without.out()).contains("the schema file ./source_ships/schemas/ships.json is not there");

        write("ships/schemas/ships.json", "{\"type\": \"object\", \"properties\": {\"id\": {\"type\": \"integer\"}}}");
        Outcome with = run("connector", "validate", "ships", "--json");
        assertThat(with.exit()).as(with.toString()).isZero();
        JsonNode json = Json.parse(with.out());
        assertThat(json.path("name").asString()).isEqualTo("ships");
        assertThat(json.path("streams").path(0).path("fields").asInt()).isEqualTo(1);
    }

    @Test
    void a_manifest_that_is_not_there_is_a_wrong_command_line() {
        Outcome gone = run("connector", "validate", "gone.yaml", "--json");
        assertThat(gone.exit()).isEqualTo(Exit.USAGE);
        assertThat(Json.parse(gone.out()).path("error").path("code").asString()).isEqualTo("connector.unreadable");
    }

    @Test
    void built_in_connectors_are_listed_and_manifests_with_what_breaks_them() throws IOException {
        write("connectors/ships.json", SHIPS);
        write("connectors/wreck.yaml", "version: 6.0.0\nstreams: []\n");
        write("connectors/notes.txt", "nothing");

        Outcome listed = run("connector", "list");

        assertThat(listed.exit()).as(listed.toString()).isZero();
        assertThat(listed.out())
                .contains("salesforce")
                .containsPattern("\\./connectors/ships.json +manifest: source +1 +ok")
                .containsPattern("\\./connectors/wreck.yaml .*does not run: 'check' is missing")
                .doesNotContain("notes");
        int builtIn = Home.builtIn().size();
        assertThat(Json.parse(run("connector", "list", "connectors", "--json").out()))
                .hasSize(builtIn + 2);
        assertThat(run("connector", "list", "nowhere").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void vectors_are_run_with_a_line_each_and_a_count() throws IOException {
        write("vectors/good.json", VECTOR.formatted(SHIPS, 1));
        write("vectors/expressions.json", EXPRESSION.formatted(2));
        Outcome good = run("connector", "vectors", "vectors");
        assertThat(good.exit()).as(good.toString()).isZero();
        assertThat(good.out()).isEqualToNormalizingNewlines("""
                ✓ expressions.json
                ✓ good.json
                2 of 2 files pass
                """);

        write("vectors/wrong.json", VECTOR.formatted(SHIPS, 2));
        Outcome wrong = run("connector", "vectors", "vectors/good.json", "vectors/wrong.json");
        assertThat(wrong.exit()).isEqualTo(Exit.FAILED);
        assertThat(wrong.out())
                .contains("✗ wrong.json")
                .contains("a record is missing: ships {\"id\":2}")
                .contains("a record that is not expected: ships {\"id\":1}")
                .contains("1 of 2 files pass");
        JsonNode json =
                Json.parse(run("connector", "vectors", "vectors", "--json").out());
        assertThat(json.path("passed").asInt()).isEqualTo(2);
        assertThat(json.path("verdicts").path(2).path("differences")).hasSize(2);
    }

    @Test
    void a_file_that_is_no_vector_file_is_a_wrong_command_line() throws IOException {
        write("other.json", "{\"a\": 1}");
        Outcome other = run("connector", "vectors", "other.json");
        assertThat(other.exit()).isEqualTo(Exit.USAGE);
        assertThat(other.err()).contains("is no vector file");
        assertThat(run("connector", "vectors", "gone.json").err()).contains("there is no file");
    }

    @Test
    void expressions_that_differ_are_told() throws IOException {
        write("expressions.json", EXPRESSION.formatted(3));
        Outcome differing = run("connector", "vectors", "expressions.json");
        assertThat(differing.exit()).isEqualTo(Exit.FAILED);
        assertThat(differing.out()).contains("{{ config.a + 1 }}: expected 3, got 2");
    }

    @Test
    void a_config_without_what_is_required_is_refused() throws IOException {
        assertThat(run("connector", "new", "acme").exit()).isZero();
        write("empty.json", "{}");
        write("nothing.jsonl", "");
        Outcome refused =
                run("connector", "check", "acme.yaml", "--config", "empty.json", "--replay", "nothing.jsonl", "--json");
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("settings.missing: the config lacks api_key");
        assertThat(Json.parse(refused.out()).path("error").path("code").asString())
                .isEqualTo("settings.missing");
    }

    @Test
    void a_request_that_a_recording_does_not_have_fails_with_what_was_expected() throws IOException {
        assertThat(run("connector", "new", "acme").exit()).isZero();
        write("one.jsonl", """
                {"request": {"method": "GET", "url": "https://api.example.com/v1/customers?per_page=50&page=1", "headers": {"authorization": "REDACTED", "accept": "*/*"}, "body": null}, "response": {"status": 200, "headers": {}, "body": "{\\"data\\": []}"}}
                """);
        Outcome differs = run(
                "connector",
                "read",
                "acme.yaml",
                "--config",
                "acme.config.json",
                "--stream",
                "customers",
                "--replay",
                "one.jsonl");
        assertThat(differs.exit()).isEqualTo(Exit.FAILED);
        assertThat(differs.err())
                .contains("an unexpected request: GET https://api.example.com/v1/customers?per_page=100 with headers"
                        + " {accept=*/*, authorization=REDACTED}")
                .contains("expected: GET https://api.example.com/v1/customers?page=1&per_page=50")
                .doesNotContain("hush-key");
        Outcome other = run(
                "connector",
                "read",
                "acme.yaml",
                "--config",
                "acme.config.json",
                "--stream",
                "custmers",
                "--replay",
                "one.jsonl");
        assertThat(other.exit()).isEqualTo(Exit.USAGE);
        assertThat(other.err()).contains("Name one of customers, orders, order_items");
    }
}
