package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.workspace.Catalog;
import dev.tidemark.workspace.WorkspaceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Taking in the manifests of others. */
class ConnectorAddTest {

    private static final String SHIPS = """
            version: 6.0.0
            type: DeclarativeSource
            check: { type: CheckStream, stream_names: [ships] }
            streams:
              - type: DeclarativeStream
                name: ships
                primary_key: [id]
                retriever:
                  type: SimpleRetriever
                  requester: { type: HttpRequester, url_base: "https://harbour.example/", path: ships }
                  record_selector:
                    type: RecordSelector
                    extractor: { type: DpathExtractor, field_path: [] }
                schema_loader: { type: JsonFileSchemaLoader, file_path: ./source_ships/schemas/ships.json }
            """;

    private static final String SCHEMA = "{\"type\": \"object\", \"properties\": {\"id\": {\"type\": \"integer\"}}}";

    private static final String MIT = """
            Copyright (c) 2024 Harbour

            Permission is hereby granted, free of charge, to any person obtaining a copy
            """;

    @TempDir
    Path folder;

    private Outcome run(String... words) {
        return Outcome.of(folder, Map.of(), words);
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        return Files.writeString(path, text);
    }

    private void ships() throws IOException {
        write("elsewhere/source-ships/manifest.yaml", SHIPS);
        write("elsewhere/source-ships/schemas/ships.json", SCHEMA);
    }

    private List<String> problems(String connector) throws IOException {
        var connectors = new dev.tidemark.engine.Connectors(Home.builtIn());
        var files = new FoundConnectors(connectors, InstantSource.system(), Optional.empty());
        Path file = write("harbour.yaml", """
                workspace: harbour
                sources:
                  ships: { connector: %s }
                """.formatted(connector));
        return WorkspaceFiles.load(List.of(file), Catalog.of(connectors.all(), files)).problems().stream()
                .map(p -> p.message() + " | " + p.hint())
                .toList();
    }

    @Test
    void a_manifest_is_taken_in_with_its_schemas_and_its_licence_and_named_by_a_word() throws IOException {
        ships();
        write("elsewhere/source-ships/LICENSE", MIT);

        Outcome added = run("connector", "add", "elsewhere/source-ships");

        assertThat(added.exit()).as(added.toString()).isZero();
        assertThat(added.out())
                .contains("Added ships from elsewhere/source-ships to connectors/ships")
                .contains("Licence: MIT (LICENSE)")
                .containsPattern("ships +id +all each time +1")
                .contains("'connector: ships'");
        assertThat(folder.resolve("connectors/ships/manifest.yaml")).hasContent(SHIPS);
        assertThat(folder.resolve("connectors/ships/schemas/ships.json")).hasContent(SCHEMA);
        assertThat(folder.resolve("connectors/ships/LICENSE")).exists();
        assertThat(problems("ships")).isEmpty();
        assertThat(run("connector", "list").out()).containsPattern("ships +added: source, licence MIT +1 +ok");
        assertThat(problems("shipps")).singleElement().asString().contains("Did you mean 'ships'?");
    }

    @Test
    void the_same_again_is_no_mistake_and_another_of_the_name_is_refused() throws IOException {
        ships();
        assertThat(run("connector", "add", "elsewhere/source-ships").exit()).isZero();
        assertThat(run("connector", "add", "elsewhere/source-ships").exit()).isZero();

        write("other.yaml", SHIPS.replace("path: ships", "path: boats"));
        write("schemas/ships.json", SCHEMA);
        Outcome other = run("connector", "add", "other.yaml", "--name", "ships");
        assertThat(other.exit()).isEqualTo(Exit.USAGE);
        assertThat(other.err()).contains("connector.exists").contains("--replace");
        assertThat(run("connector", "add", "other.yaml", "--name", "ships", "--replace")
                        .exit())
                .isZero();
        assertThat(folder.resolve("connectors/ships/manifest.yaml")).content().contains("path: boats");

        assertThat(run("connector", "add", "other.yaml", "--name", "salesforce").err())
                .contains("connector.name_taken");
        assertThat(run("connector", "add", "other.yaml", "--name", "../up").err())
                .contains("connector.bad_name");
    }

    @Test
    void a_file_that_was_changed_since_is_refused_until_it_is_added_anew() throws IOException {
        ships();
        assertThat(run("connector", "add", "elsewhere/source-ships").exit()).isZero();
        write("connectors/ships/manifest.yaml", SHIPS.replace("path: ships", "path: boats"));

        assertThat(problems("ships"))
                .singleElement()
                .asString()
                .contains("manifest.yaml is not what was added; put it back, or take the change in with")
                .contains("connectors/ships --replace");
        assertThat(run("connector", "list").out())
                .containsPattern("ships +added: source +does not run: manifest.yaml is not what was added");

        write("connectors/ships/schemas/more.json", "{}");
        write("connectors/ships/tests/mine.jsonl", "kept");
        Outcome anew = run("connector", "add", "connectors/ships", "--replace");
        assertThat(anew.exit()).as(anew.toString()).isZero();
        assertThat(anew.out()).contains("from elsewhere/source-ships");
        assertThat(problems("ships")).isEmpty();
        assertThat(folder.resolve("connectors/ships/tests/mine.jsonl")).exists();

        Files.delete(folder.resolve("connectors/ships/schemas/more.json"));
        assertThat(problems("ships")).singleElement().asString().contains("schemas/more.json is gone");
    }

    @Test
    void a_folder_that_was_never_added_is_no_name() throws IOException {
        write("connectors/ships/manifest.yaml", SHIPS);
        write("connectors/ships/schemas/ships.json", SCHEMA);
        assertThat(problems("ships")).singleElement().asString().contains("it was never added");
        assertThat(problems("./connectors/ships")).isEmpty();
    }

    @Test
    void what_does_not_run_is_told_in_full_and_not_added() throws IOException {
        write(
                "wreck.yaml",
                SHIPS.replace("path: ships }", "path: ships, authenticator: { type: Telegraph } }")
                        .replace("type: DpathExtractor", "type: Fisher"));

        Outcome refused = run("connector", "add", "wreck.yaml", "--json");

        assertThat(refused.exit()).isEqualTo(Exit.FAILED);
        JsonNode told = Json.parse(refused.out());
        assertThat(told.path("added").asBoolean()).isFalse();
        assertThat(told.path("ok").asBoolean()).isFalse();
        assertThat(told.path("problems")).hasSizeGreaterThan(2);
        assertThat(told.path("problems").toString())
                .contains("Telegraph")
                .contains("Fisher")
                .contains("schema file");
        assertThat(told.path("licence").asString()).isEqualTo("unknown");
        assertThat(folder.resolve("connectors/wreck")).doesNotExist();

        Outcome anyway = run("connector", "add", "wreck.yaml", "--anyway");
        assertThat(anyway.exit()).isEqualTo(Exit.FAILED);
        assertThat(anyway.out())
                .contains("Licence: unknown: no LICENSE lies beside it")
                .contains("Telegraph");
        assertThat(problems("wreck")).anySatisfy(p -> assertThat(p).contains("Telegraph"));
        JsonNode listed = Json.parse(run("connector", "list", "--json").out());
        assertThat(listed.findValuesAsString("kind")).contains("built-in", "added");
        assertThat(listed.toString()).contains("Fisher");
    }

    @Test
    void the_licence_is_found_in_metadata_too() {
        assertThat(Licence.of(SHIPS + "metadata: { license: ELv2 }\n", Map.of()))
                .isEqualTo(new Licence("ELv2", "the manifest's metadata"));
        assertThat(Licence.of(SHIPS, Map.of(Licence.METADATA, "data:\n  name: ships\n  license: MIT # since\n")))
                .isEqualTo(new Licence("MIT", "metadata.yaml"));
        assertThat(Licence.of(SHIPS, Map.of("COPYING", "Do what thou wilt.\n")))
                .isEqualTo(new Licence("'Do what thou wilt.'", "COPYING"));
        assertThat(Licence.of(SHIPS, Map.of()).isKnown()).isFalse();
    }

    @Test
    void an_address_is_fetched_with_the_schemas_that_the_manifest_names() throws IOException {
        Map<String, String> served = new HashMap<>(Map.of(
                "/repo/source-ships/manifest.yaml", SHIPS,
                "/repo/source-ships/schemas/ships.json", SCHEMA,
                "/repo/source-ships/LICENSE.txt", MIT,
                "/page", "<!DOCTYPE html><html></html>"));
        try (HttpFront front = HttpFront.start(
                request -> {
                    String body = served.get(request.path());
                    return body == null
                            ? Answer.json(404, "{}".getBytes(StandardCharsets.UTF_8))
                            : Answer.json(200, body.getBytes(StandardCharsets.UTF_8));
                },
                0)) {
            String url = front.url() + "/repo/source-ships/manifest.yaml";
            Outcome added = run("connector", "add", url);
            assertThat(added.exit()).as(added.toString()).isZero();
            assertThat(added.out()).contains("Added ships from " + url).contains("MIT (LICENSE.txt)");
            assertThat(folder.resolve("connectors/ships/schemas/ships.json")).hasContent(SCHEMA);

            served.put("/repo/source-ships/manifest.yaml", SHIPS.replace("path: ships", "path: boats"));
            assertThat(run("connector", "add", url).err()).contains("connector.exists");

            assertThat(run("connector", "add", front.url() + "/gone.yaml").err())
                    .contains("answered HTTP 404");
            assertThat(run("connector", "add", front.url() + "/page").err()).contains("is a web page");
        }
    }
}
