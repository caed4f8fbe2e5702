package dev.tidemark.connectors.manifest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    private static Manifest load(String text) throws BadManifest {
        return Manifest.load(text, InstantSource.fixed(Instant.EPOCH));
    }

    @Test
    void everything_that_is_missing_is_told_at_once_and_where() {
        BadManifest bad = catchThrowableOfType(BadManifest.class, () -> load("""
            version: 1
            check: {stream_names: [a]}
            dynamic_streams:
              - type: DynamicDeclarativeStream
                stream_template: {retriever: {type: CustomRetriever, class_name: my.Retriever}}
                components_resolver: {type: PalmReader}
            streams:
              - name: a
                retriever:
                  type: SimpleRetriever
                  requester: {url_base: x, authenticator: {class_name: my.Auth}}
                  record_selector: {extractor: {type: CustomRecordExtractor, class_name: my.Extractor}}
                  partition_router: {type: PalmRouter}
              - name: b
                retriever: {type: AsyncRetriever}
              - type: StateDelegatingStream
              - name: a
                file_uploader: {type: FileUploader}
                retriever: {requester: {url: x}, record_selector: {extractor: {}}}
            """));
        assertThat(bad.problems())
                .extracting(p -> new Problem(p.place(), p.what()).toString())
                .containsExactlyInAnyOrder(
                        "dynamic_streams[0].stream_template ().retriever: the type CustomRetriever of class"
                                + " my.Retriever does not run here",
                        "dynamic_streams[0].components_resolver: the type PalmReader does not run here",
                        "streams[0] (a).retriever.requester.authenticator: the type CustomAuthenticator of class"
                                + " my.Auth does not run here",
                        "streams[0] (a).retriever.record_selector.extractor: the type CustomRecordExtractor of class"
                                + " my.Extractor does not run here",
                        "streams[0] (a).retriever.partition_router: the type PalmRouter does not run here",
                        "streams[1] (b).retriever: 'creation_requester' is missing",
                        "streams[1] (b).retriever: 'polling_requester' is missing",
                        "streams[1] (b).retriever: 'download_requester' is missing",
                        "streams[1] (b).retriever: 'status_extractor' is missing",
                        "streams[1] (b).retriever: 'status_mapping' is missing",
                        "streams[2]: 'full_refresh_stream' is missing",
                        "streams[2]: 'incremental_stream' is missing",
                        "streams[2]: 'name' is missing",
                        "streams[3] (a): 'file_uploader' of DeclarativeStream does not run here",
                        "streams[3]: a second stream named a");
    }

    private static final String ORDERS = """
        version: 1
        check: {stream_names: [orders]}
        streams:
          - name: orders
            primary_key: id
            retriever:
              requester:
                url_base: https://x.io
                path: "{{ config.path }}"
                http_method: GET
                error_handler: {type: DefaultErrorHandler, response_filters: [{http_codes: [404], action: IGNORE}]}
              record_selector: {extractor: {field_path: []}}
              paginator: {type: DefaultPaginator, pagination_strategy: {type: OffsetIncrement, page_size: 10}}
            incremental_sync:
              type: DatetimeBasedCursor
              cursor_field: at
              datetime_format: '%Y-%m-%d'
              start_datetime: '2024-01-01'
              lookback_window: P1D
            schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {}}}}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        config.path    | confg.path     | line 7, streams[0] (orders).retriever.requester: templates see no 'confg', did you mean 'config'?
        config.path    | now_utcc()     | templates see no 'now_utcc', did you mean 'now_utc'?
        page_size: 10  | page_size: ten | 'page_size' is no whole number: ten
        P1D            | one day        | 'lookback_window' is no span of time such as P1D: one day
        '%Y-%m-%d'     | 'YYYY-MM-DD'   | a format of times is written with signs such as %Y-%m-%d, not YYYY-MM-DD
        '2024-01-01'   | '1.1.2024'     | 'start_datetime': the time '1.1.2024' is not of the format %Y-%m-%d
        [404]          | [none]         | 'http_codes' are numbers such as 404, not none
        IGNORE         | ignore         | 'action' ignore does not run here: it is one of SUCCESS, FAIL, RETRY, IGNORE
        GET            | get            | 'http_method' is one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, not get
        OffsetIncrement| OffsetIncrment | the type OffsetIncrment does not run here, did you mean 'OffsetIncrement'?
        {type: object, properties: {id: {}}} | id | 'schema' should be a JSON schema
        """)
    void a_mistake_is_told_when_the_manifest_is_loaded(String good, String wrong, String told) throws BadManifest {
        load(ORDERS);
        BadManifest bad = catchThrowableOfType(BadManifest.class, () -> load(ORDERS.replace(good, wrong)));
        assertThat(bad).isNotNull().hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        [orders]           | [order]                             | there is no stream 'order', did you mean 'orders'?
        primary_key: id    | primary_key: uid                    | the schema has no field 'uid'
        http_codes: [404], | predicate: response.bad,            | 'response.bad' is a text, which always says yes
        http_codes: [404], | ~~                                  | it fits no answer, without any of http_codes
        """)
    void what_runs_and_was_hardly_meant_so_is_noted(String good, String odd, String told) throws BadManifest {
        assertThat(load(ORDERS).notes()).isEmpty();
        assertThat(load(ORDERS.replace(good, odd)).notes().toString()).contains(told);
    }

    @Test
    void a_stream_that_is_its_own_parent_is_refused() {
        BadManifest bad = catchThrowableOfType(BadManifest.class, () -> load("""
            version: 1
            check: {stream_names: [a]}
            definitions:
              a:
                name: a
                retriever:
                  partition_router: {parent_stream_configs: [{stream: "#/definitions/a"}]}
            streams: ["#/definitions/a"]
            """));
        assertThat(bad).hasMessageContaining("leads back to itself");
    }

    private static final String SHIPS =
            "{type: DeclarativeStream, name: ships, retriever: {requester: {url_base: x}, record_selector: {extractor:"
                    + " {}}}";

    @Test
    void a_budget_is_what_the_api_allows_of_its_dearest_requests() throws BadManifest {
        Manifest manifest = load("version: 1\ncheck: {}\nstreams: []\n" + """
            api_budget:
              type: HTTPAPIBudget
              policies:
                - type: MovingWindowCallRatePolicy
                  rates: [{limit: 3, interval: PT1S}, {limit: 100, interval: PT1M}]
                  matchers: []
                - {type: FixedWindowCallRatePolicy, call_limit: 5000, period: P1D, matchers: []}
                - type: MovingWindowCallRatePolicy
                  rates: [{limit: "{{ config.get('limit', 40) }}", interval: PT1M}, {limit: "{{ config.n }}", interval: PT1H}]
                  matchers: [{type: HttpRequestRegexMatcher, method: GET}, {type: HttpRequestRegexMatcher, weight: 4}]
            """);
        assertThat(manifest.budgets())
                .containsExactly(
                        new Budget(3, Duration.ofSeconds(1)),
                        new Budget(100, Duration.ofMinutes(1)),
                        new Budget(5000, Duration.ofDays(1)),
                        new Budget(10, Duration.ofMinutes(1)));
    }

    @Test
    void streams_may_depend_on_the_settings() throws BadManifest {
        Manifest manifest = load("version: 1\ncheck: {}\nstreams:\n"
                + "  - {type: ConditionalStreams, condition: \"{{ config.all }}\", streams: [" + SHIPS + "}]}");
        assertThat(manifest.streams(Map.of("all", true)))
                .extracting(StreamModel::name)
                .containsExactly("ships");
        assertThat(manifest.streams(Map.of("all", false))).isEmpty();
    }

    @Test
    void a_state_decides_between_reading_everything_and_what_changed() throws BadManifest {
        String cursor = ", incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, datetime_format: '%Y-%m-%d',"
                + " start_datetime: '2024-01-01'}}";
        Manifest manifest = load("version: 1\ncheck: {}\nstreams:\n  - type: StateDelegatingStream\n    name: ships\n"
                + "    api_retention_period: P30D\n"
                + "    full_refresh_stream: " + SHIPS + "}\n    incremental_stream: " + SHIPS + cursor);
        Instant now = Instant.parse("2024-06-01T00:00:00Z");
        assertThat(manifest.variants("ships", Map.of())).hasSize(2);
        assertThat(manifest.variant("ships", Map.of(), Map.of(), now)).isZero();
        assertThat(manifest.variant("ships", Map.of("at", "2024-05-20"), Map.of(), now))
                .isEqualTo(1);
        assertThat(manifest.variant("ships", Map.of("at", "2024-04-20"), Map.of(), now))
                .isZero();
    }

    @Test
    void a_schema_may_stand_in_a_file_or_in_parts() throws BadManifest {
        String text = "version: 1\ncheck: {}\nstreams:\n  - " + SHIPS
                + ", schema_loader: [{type: JsonFileSchemaLoader, file_path: './schemas/{{ parameters.name }}.json',"
                + " $parameters: {name: ships}}, {type: InlineSchemaLoader, schema: {properties: {b: {}}}}]}";
        SchemaFiles files = path -> path.equals("./schemas/ships.json")
                ? Optional.of("{\"type\": \"object\", \"properties\": {\"a\": {}}}")
                : Optional.empty();
        assertThat(Manifest.load(text, InstantSource.fixed(Instant.EPOCH), files)
                        .variants("ships", Map.of())
                        .getFirst()
                        .schema())
                .isEqualTo(Map.of("type", "object", "properties", Map.of("a", Map.of(), "b", Map.of())));
        assertThat(catchThrowableOfType(BadManifest.class, () -> load(text)))
                .hasMessageContaining("the schema file ./schemas/ships.json is not there");
    }

    @Test
    void a_primary_key_may_be_a_name_names_or_paths() throws BadManifest {
        String stream =
                "{name: %s, primary_key: %s, retriever: {requester: {url_base: x}, record_selector: {extractor: {}}}}";
        Manifest manifest = load("version: 1\ncheck: {}\nstreams:\n  - " + stream.formatted("a", "id") + "\n  - "
                + stream.formatted("b", "[x, y]") + "\n  - " + stream.formatted("c", "[[x, y], [z]]"));
        assertThat(manifest.variants("a", Map.of()).getFirst().primaryKey())
                .isEqualTo(java.util.List.of(java.util.List.of("id")));
        assertThat(manifest.variants("b", Map.of()).getFirst().primaryKey()).hasSize(2);
        assertThat(manifest.variants("c", Map.of()).getFirst().primaryKey().getFirst())
                .containsExactly("x", "y");
    }
}
