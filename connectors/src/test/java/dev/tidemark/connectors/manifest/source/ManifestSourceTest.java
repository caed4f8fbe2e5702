package dev.tidemark.connectors.manifest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import dev.tidemark.connectors.manifest.load.BadManifest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestSourceTest {

    private static final String BY_TIME = """
            version: 6.0.0
            check: {stream_names: [ships]}
            metadata: {tidemark: {safety_lag: PT2H}}
            streams:
              - name: ships
                retriever:
                  type: SimpleRetriever
                  requester: {url_base: "https://x.io", path: ships}
                  record_selector: {extractor: {field_path: []}}
                incremental_sync:
                  type: DatetimeBasedCursor
                  cursor_field: at
                  datetime_format: "%Y-%m-%dT%H:%M:%SZ"
                  start_datetime: "2026-01-01T00:00:00Z"
                  start_time_option: {inject_into: request_parameter, field_name: since}
            """;

    private static ManifestSource source(String text) {
        try {
            return ManifestSource.of("harbour", text, InstantSource.fixed(TestAccess.NOW));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_reading_in_which_refusals_may_be_passed_over_tells_nothing_of_what_it_lacks() {
        String requester = "requester: {url_base: \"https://x.io\", path: ships}";
        String passing =
                "requester: {url_base: \"https://x.io\", path: ships, error_handler: {type: DefaultErrorHandler,"
                        + " response_filters: [{type: HttpResponseFilter, action: %s, http_codes: [403]}]}}";
        StreamSpec any =
                StreamSpec.of("ships", List.of(Field.of("id", FieldType.TEXT)), "id", StreamSpec.CursorKind.NONE);
        assertThat(source(BY_TIME).readsAll(any)).isTrue();
        assertThat(source(BY_TIME.replace(requester, passing.formatted("RETRY")))
                        .readsAll(any))
                .isTrue();
        assertThat(source(BY_TIME.replace(requester, passing.formatted("IGNORE")))
                        .readsAll(any))
                .isFalse();
    }

    private static List<StreamSpec> discovered(ManifestSource source, TestAccess access) {
        try {
            return source.discover(access);
        } catch (HttpFailed e) {
            throw new AssertionError(e);
        }
    }

    private static Answer.Page page(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Page.class);
        return (Answer.Page) answer;
    }

    @Test
    void settings_are_those_of_the_manifest_with_dots_between_nested_names() {
        String nested = """
                version: 1
                check: {stream_names: []}
                streams: []
                spec:
                  connection_specification:
                    required: [start, credentials]
                    properties:
                      start: {type: string, default: now}
                      size: {type: integer, description: How many}
                      credentials:
                        type: object
                        oneOf:
                          - {properties: {kind: {const: key}, key: {type: string, airbyte_secret: true}}}
                          - {properties: {kind: {const: user}, user: {type: string}}}
                """;
        assertThat(source(nested).spec().settings())
                .extracting(Setting::name, Setting::kind, Setting::required)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("start", Setting.Kind.TEXT, false),
                        org.assertj.core.groups.Tuple.tuple("size", Setting.Kind.INTEGER, false),
                        org.assertj.core.groups.Tuple.tuple("credentials.kind", Setting.Kind.TEXT, false),
                        org.assertj.core.groups.Tuple.tuple("credentials.key", Setting.Kind.SECRET, false),
                        org.assertj.core.groups.Tuple.tuple("credentials.user", Setting.Kind.TEXT, false));
    }

    @Test
    void streams_are_described_by_their_schema() {
        ManifestSource source = source(Ships.MANIFEST);
        StreamSpec ships = discovered(source, TestAccess.to(source, Map.of(), Map.of(), ScriptedApi.script()))
                .getFirst();
        assertThat(ships.key()).containsExactly("id");
        assertThat(ships.cursor()).isEqualTo(CursorKind.NONE);
        assertThat(ships.fields())
                .extracting(f -> f.name() + " " + f.type())
                .containsExactly(
                        "id INTEGER", "name TEXT", "tonnage DOUBLE", "cargo JSON", "harbour TEXT", "seen TEXT");
        assertThat(ships.field("cargo").orElseThrow().type()).isEqualTo(FieldType.JSON);
    }

    @Test
    void added_fields_see_the_settings_and_the_time_at_which_the_page_was_asked_for() throws BadPage {
        ManifestSource source = source(Ships.MANIFEST);
        TestAccess access = TestAccess.to(
                source, Map.of("client_id", "app"), Map.of("client_secret", "hush"), ScriptedApi.of(Ships.holding(1)));
        StreamSpec ships = discovered(source, access).getFirst();
        RawPage page = page(source.read(access, PageRequest.first(ships, new Reading.Everything())))
                .raw();
        RecordingSink sink = new RecordingSink(ships);
        source.records(ships, page, sink);
        assertThat(sink.records().getFirst().values())
                .containsEntry("harbour", "Sund")
                .containsEntry("seen", "2026-11-21 10:00:00+00:00")
                .containsEntry("cargo", "{\"tea\":0}");
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).doesNotContain("hush");
    }

    @Test
    void a_token_is_kept_for_the_next_page_and_replaced_when_it_is_refused() {
        ManifestSource source = source(Ships.MANIFEST);
        ScriptedApi api = ScriptedApi.of(Ships.holding(8));
        TestAccess access = TestAccess.to(source, Map.of("client_id", "app"), Map.of("client_secret", "hush"), api);
        StreamSpec ships = discovered(source, access).getFirst();
        PageRequest first = PageRequest.first(ships, new Reading.Everything());
        Next next = page(source.read(access, first)).next();
        assertThat(api.asked()).hasSize(2);
        source.read(access, first.next(((Next.More) next).token()));
        assertThat(api.asked()).hasSize(3);
        api.disturb(3, step -> Step.json(401, "{}"));
        page(source.read(access, first));
        assertThat(api.asked()).hasSize(6);
    }

    @Test
    void the_state_is_the_cursor_and_the_next_pass_overlaps_it() {
        ManifestSource source = source(BY_TIME);
        ScriptedApi api = ScriptedApi.of(Step.json(200, "[{\"at\": \"2026-11-20T12:00:00Z\"}]"));
        TestAccess access = TestAccess.to(source, Map.of(), Map.of(), api);
        StreamSpec ships = discovered(source, access).getFirst();
        assertThat(ships.cursor()).isEqualTo(CursorKind.OPAQUE);
        Answer.Page page = page(source.read(access, PageRequest.first(ships, new Reading.Everything())));
        String cursor = "{\"at\":\"2026-11-20T12:00:00Z\"}";
        assertThat(page.next()).isEqualTo(new Next.Done(Optional.of(cursor)));
        assertThat(Ships.query(api.last())).containsEntry("since", "2026-01-01T00:00:00Z");
        page(source.read(access, PageRequest.first(ships, new Reading.From(cursor))));
        assertThat(Ships.query(api.last())).containsEntry("since", "2026-11-20T10:00:00Z");
    }

    @Test
    void a_stream_without_a_schema_has_its_records_as_a_whole() throws BadPage {
        ManifestSource source = source(BY_TIME);
        TestAccess access = TestAccess.to(
                source,
                Map.of(),
                Map.of(),
                ScriptedApi.of(Step.json(200, "[{\"at\": \"2026-11-20T12:00:00Z\", \"n\": [1]}]")));
        StreamSpec ships = discovered(source, access).getFirst();
        RecordingSink sink = new RecordingSink(ships);
        RawPage page = page(source.read(access, PageRequest.first(ships, new Reading.Everything())))
                .raw();
        source.records(ships, page, sink);
        assertThat(sink.all("record")).containsExactly("{\"at\": \"2026-11-20T12:00:00Z\", \"n\": [1]}");
    }

    @Test
    void a_secret_that_the_next_page_repeats_stays_out_of_the_position() {
        String byKey = """
                version: 1
                check: {stream_names: [ships]}
                streams:
                  - name: ships
                    retriever:
                      type: SimpleRetriever
                      requester:
                        url_base: https://x.io
                        path: ships
                        authenticator:
                          type: ApiKeyAuthenticator
                          api_token: "{{ config['key'] }}"
                          inject_into: {type: RequestOption, inject_into: request_parameter, field_name: key}
                      record_selector: {extractor: {field_path: [ships]}}
                      paginator:
                        type: DefaultPaginator
                        page_token_option: {type: RequestPath}
                        pagination_strategy: {type: CursorPagination, cursor_value: "{{ response.next }}"}
                spec: {connection_specification: {properties: {key: {type: string, airbyte_secret: true}}}}
                """;
        ManifestSource source = source(byKey);
        ScriptedApi api = ScriptedApi.script()
                .on(
                        "GET",
                        "/ships",
                        Step.json(200, "{\"ships\": [], \"next\": \"https://x.io/more?key=hush+hush%21&p=2\"}"))
                .on("GET", "/more", Step.json(200, "{\"ships\": []}"));
        TestAccess access = TestAccess.to(source, Map.of(), Map.of("key", "hush hush!"), api);
        StreamSpec ships = discovered(source, access).getFirst();
        PageRequest first = PageRequest.first(ships, new Reading.Everything());
        Next next = page(source.read(access, first)).next();
        assertThat(next.toString()).doesNotContain("hush");
        page(source.read(access, first.next(((Next.More) next).token())));
        assertThat(api.last().uri().getRawQuery()).isEqualTo("key=hush+hush%21&p=2");
    }

    @Test
    void a_position_or_a_state_that_is_none_starts_over() {
        ManifestSource source = source(BY_TIME);
        TestAccess access = TestAccess.to(source, Map.of(), Map.of(), ScriptedApi.script());
        StreamSpec ships = discovered(source, access).getFirst();
        PageRequest first = PageRequest.first(ships, new Reading.Everything());
        assertThat(source.read(access, first.next("{\"v\":0}"))).isInstanceOf(Answer.StartOver.class);
        assertThat(source.read(access, PageRequest.first(ships, new Reading.From("[1"))))
                .isInstanceOf(Answer.StartOver.class);
    }

    @Test
    void a_page_of_another_kind_is_refused() {
        ManifestSource source = source(Ships.MANIFEST);
        StreamSpec ships = discovered(source, TestAccess.to(source, Map.of(), Map.of(), ScriptedApi.script()))
                .getFirst();
        RawPage other = new RawPage("json", "[]".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> source.records(ships, other, new RecordingSink(ships)))
                .isInstanceOf(BadPage.class);
    }

    @Test
    void a_safety_lag_that_is_none_is_refused() {
        assertThatThrownBy(() -> ManifestSource.of("x", BY_TIME.replace("PT2H", "soon"), InstantSource.system()))
                .isInstanceOf(BadManifest.class)
                .hasMessageContaining("safety_lag");
    }
}
