package dev.tidemark.connectors.manifest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Streams that the manifest, the settings or the API name, and fields that the API describes. */
class DynamicStreamsTest {

    private static final String BASES = """
            version: 6.0.0
            check: {type: CheckDynamicStream, stream_count: 1}
            definitions:
              requester: {type: HttpRequester, url_base: https://x.io, authenticator: {type: BearerAuthenticator, api_token: "{{ config['key'] }}"}}
            dynamic_streams:
              - type: DynamicDeclarativeStream
                name: tables
                components_resolver:
                  type: HttpComponentsResolver
                  retriever:
                    type: SimpleRetriever
                    requester: {$ref: "#/definitions/requester", path: "bases/{{ stream_partition.base }}/tables"}
                    record_selector: {extractor: {field_path: [tables]}}
                    partition_router: {type: ListPartitionRouter, values: [a, b], cursor_field: base}
                  components_mapping:
                    - {field_path: [name], value: "{{ stream_slice.base }}/{{ components_values.name }}"}
                    - {field_path: ["$parameters", table], value: "{{ components_values.id }}"}
                    - {field_path: [retriever, requester, path], value: "data/{{ components_values.id }}", create_or_update: true}
                stream_template:
                  type: DeclarativeStream
                  $parameters: {table: none}
                  name: ""
                  primary_key: id
                  retriever:
                    type: SimpleRetriever
                    requester: {$ref: "#/definitions/requester"}
                    record_selector: {extractor: {field_path: [rows]}}
                    paginator:
                      type: DefaultPaginator
                      page_token_option: {inject_into: request_parameter, field_name: page}
                      pagination_strategy: {type: CursorPagination, cursor_value: "{{ response.next }}"}
                  transformations:
                    - {type: AddFields, fields: [{path: [table], value: "{{ parameters.table }}"}]}
                  schema_loader:
                    type: DynamicSchemaLoader
                    retriever:
                      type: SimpleRetriever
                      requester: {$ref: "#/definitions/requester", path: "fields/{{ parameters.table }}"}
                      record_selector: {extractor: {field_path: []}}
                    schema_type_identifier:
                      schema_pointer: [fields]
                      key_pointer: [name]
                      type_pointer: [type]
                      types_mapping:
                        - {current_type: singleLineText, target_type: string}
                        - {current_type: count, target_type: integer, condition: "{{ raw_schema.whole }}"}
                        - {current_type: count, target_type: number}
                        - {current_type: links, target_type: {field_type: array, items: string}}
                    schema_transformations:
                      - {type: AddFields, fields: [{path: [table], value: "{{ {'type': 'string'} }}"}]}
            spec:
              type: Spec
              connection_specification: {properties: {key: {type: string, airbyte_secret: true}}}
            """;

    private static final Step API = request -> {
        String path = request.uri().getPath();
        String query = String.valueOf(request.uri().getQuery());
        String answer = switch (path) {
            case "/bases/a/tables" -> "{'tables': [{'id': 't1', 'name': 'Ships'}]}";
            case "/bases/b/tables" -> "{'tables': [{'id': 't2', 'name': 'Ships'}, {'id': 't3', 'name': 'Boats'}]}";
            case "/fields/t2", "/fields/t3", "/fields/t1" ->
                "{'fields': [{'name': 'id', 'type': 'singleLineText'}, {'name': 'tons', 'type': 'count'},"
                        + " {'name': 'crew', 'type': 'count', 'whole': true}, {'name': 'ports', 'type': 'links'}]}";
            case "/data/t3" ->
                query.contains("page=2")
                        ? "{'rows': [{'id': 'r2', 'crew': 4}]}"
                        : "{'rows': [{'id': 'r1', 'tons': 1.5, 'ports': ['x']}], 'next': 2}";
            default -> "{'rows': []}";
        };
        return Step.json(200, answer.replace('\'', '"')).answer(request);
    };

    private static ManifestSource source(String text) {
        try {
            return ManifestSource.of("bases", text, InstantSource.fixed(TestAccess.NOW));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    private static TestAccess access(ManifestSource source, Step api) {
        return TestAccess.to(source, Map.of(), Map.of("key", "hush-hush-key"), ScriptedApi.of(api));
    }

    @Test
    void streams_and_their_fields_are_those_that_the_api_tells_of() throws HttpFailed {
        ManifestSource source = source(BASES);
        TestAccess access = access(source, API);
        assertThat(source.discover(access))
                .extracting(StreamSpec::name)
                .containsExactly("a/Ships", "b/Ships", "b/Boats");
        StreamSpec boats = source.describe(access, "b/Boats").orElseThrow();
        assertThat(boats.fields())
                .extracting(f -> f.name() + " " + f.type())
                .containsExactly("id TEXT", "tons DOUBLE", "crew INTEGER", "ports JSON", "table TEXT");
        assertThat(boats.key()).containsExactly("id");
        assertThat(source.describe(access, "b/Cars")).isEmpty();
        assertThat(source.check(access).ok()).isTrue();
    }

    @Test
    void a_stream_is_looked_for_and_read_a_request_at_a_time_each_from_its_token_alone() throws HttpFailed, BadPage {
        ManifestSource source = source(BASES);
        StreamSpec boats = source.describe(access(source, API), "b/Boats").orElseThrow();
        List<String> asked = new ArrayList<>();
        RecordingSink sink = new RecordingSink(boats);
        PageRequest request = PageRequest.first(boats, new Reading.Everything());
        for (int i = 0; i < 10; i++) {
            // Another process each time.
            ManifestSource anew = source(BASES);
            ScriptedApi api = ScriptedApi.of(API);
            Answer answer = anew.read(TestAccess.to(anew, Map.of(), Map.of("key", "hush-hush-key"), api), request);
            assertThat(api.asked()).hasSizeLessThanOrEqualTo(1);
            api.asked().forEach(a -> asked.add(a.uri().getPath()));
            assertThat(answer.toString()).doesNotContain("hush");
            if (answer instanceof Answer.Later later) {
                request = request.next(later.token());
                continue;
            }
            Answer.Page page = (Answer.Page) answer;
            source(BASES).records(boats, page.raw(), sink);
            if (!(page.next() instanceof Next.More(String token))) {
                break;
            }
            request = request.next(token);
        }
        assertThat(asked).containsExactly("/bases/a/tables", "/bases/b/tables", "/data/t3", "/data/t3");
        assertThat(sink.all("id")).containsExactly("r1", "r2");
        assertThat(sink.all("table")).containsExactly("t3", "t3");
    }

    @Test
    void a_stream_that_the_api_does_not_know_is_told_so() throws HttpFailed {
        ManifestSource source = source(BASES);
        StreamSpec boats = source.describe(access(source, API), "b/Boats").orElseThrow();
        StreamSpec gone = new StreamSpec(
                "b/Cars", boats.fields(), boats.key(), boats.cursor(), Optional.empty(), false, java.util.Set.of());
        PageRequest request = PageRequest.first(gone, new Reading.Everything());
        Answer answer = source.read(access(source, API), request);
        while (answer instanceof Answer.Later later) {
            answer = source.read(access(source, API), request.next(later.token()));
        }
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.stream_unknown"));
    }

    private static final String REPORTS = """
            version: 6.0.0
            check: {stream_names: []}
            dynamic_streams:
              - type: DynamicDeclarativeStream
                stream_template:
                  type: DeclarativeStream
                  name: ""
                  retriever:
                    type: SimpleRetriever
                    requester: {type: HttpRequester, url_base: https://x.io, path: "", request_parameters: {by: day}}
                    record_selector: {extractor: {field_path: []}}
                  schema_loader: {type: InlineSchemaLoader, schema: {properties: {id: {type: string}}}}
                components_resolver:
            RESOLVER
                  components_mapping:
                    - {field_path: [name], value: "{{ components_values.name }}"}
                    - {field_path: [retriever, requester, path], value: "reports/{{ components_values.name }}", create_or_update: true}
                    - {field_path: ["**", by], value: "{{ components_values.by }}", condition: "{{ 'by' in components_values }}"}
            spec:
              type: Spec
              connection_specification: {properties: {reports: {type: array}}}
            """;

    @Test
    void streams_are_named_by_settings_and_by_defaults_beside_them() throws HttpFailed {
        ManifestSource source = source(
                REPORTS.replace(
                        "RESOLVER\n",
                        "      type: ConfigComponentsResolver\n"
                                + "      stream_config: {type: StreamConfig, configs_pointer: [reports], default_values: [{name: all}]}\n"));
        ScriptedApi api = ScriptedApi.of(Step.json(200, "[]"));
        TestAccess access =
                TestAccess.to(source, Map.of("reports", "[{\"name\": \"sales\", \"by\": \"week\"}]"), Map.of(), api);
        assertThat(source.discover(access)).extracting(StreamSpec::name).containsExactly("sales", "all");
        for (StreamSpec stream : source.discover(access)) {
            source.read(access, PageRequest.first(stream, new Reading.Everything()));
        }
        assertThat(api.asked())
                .extracting(r -> r.uri().toString())
                .containsExactly("https://x.io/reports/sales?by=week", "https://x.io/reports/all?by=day");

        TestAccess twice =
                TestAccess.to(source, Map.of("reports", "[{\"name\": \"all\"}]"), Map.of(), ScriptedApi.script());
        assertThatThrownBy(() -> source.discover(twice))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("a second stream named all");
    }

    @Test
    void streams_are_listed_in_the_manifest() throws HttpFailed {
        ManifestSource source = source(REPORTS.replace(
                "RESOLVER\n",
                "      type: ParametrizedComponentsResolver\n"
                        + "      stream_parameters: {list_of_parameters_for_stream: [{name: one}, {name: two}]}\n"));
        List<StreamSpec> found = source.discover(TestAccess.to(source, Map.of(), Map.of(), ScriptedApi.script()));
        assertThat(found).extracting(StreamSpec::name).containsExactly("one", "two");
        assertThat(found.getFirst().fields()).extracting(Field::name).containsExactly("id");
    }
}
