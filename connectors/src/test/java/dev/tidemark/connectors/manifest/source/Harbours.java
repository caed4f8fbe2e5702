package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Harbours, two to a page, and in each of them ships, two to a page, by time; and the manifest that reads the ships. */
final class Harbours implements Step {

    static final String MANIFEST = """
            version: 6.0.0
            check: {stream_names: [ships]}
            definitions:
              requester:
                type: HttpRequester
                url_base: https://harbour.example/
                authenticator: {type: ApiKeyAuthenticator, api_token: "{{ config['key'] }}", header: X-Key}
                error_handler:
                  type: CompositeErrorHandler
                  error_handlers:
                    - response_filters: [{predicate: "{{ 'error' in response }}", action: RETRY}]
              harbours:
                type: DeclarativeStream
                $parameters: {name: harbours, path: harbours}
                retriever:
                  type: SimpleRetriever
                  requester: "#/definitions/requester"
                  record_selector: {extractor: {field_path: [harbours]}}
                  paginator:
                    type: DefaultPaginator
                    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                    pagination_strategy: {type: PageIncrement, start_from_page: 1, inject_on_first_request: true, page_size: 2}
            streams:
              - type: DeclarativeStream
                $parameters: {name: ships, primary_key: [harbour, id]}
                retriever:
                  type: SimpleRetriever
                  requester: {$ref: "#/definitions/requester", path: "harbours/{{ stream_partition.harbour }}/ships"}
                  record_selector:
                    extractor: {field_path: [ships]}
                    record_filter: {condition: "{{ not record.sunk }}"}
                    schema_normalization: Default
                  paginator:
                    type: DefaultPaginator
                    page_token_option: {type: RequestPath}
                    pagination_strategy: {type: CursorPagination, cursor_value: "{{ response.next }}"}
                  partition_router:
                    type: SubstreamPartitionRouter
                    parent_stream_configs:
                      - stream: "#/definitions/harbours"
                        parent_key: id
                        partition_field: harbour
                        extra_fields: [[town]]
                incremental_sync:
                  type: DatetimeBasedCursor
                  cursor_field: at
                  datetime_format: "%Y-%m-%d"
                  start_datetime: "2026-11-01"
                  step: P14D
                  cursor_granularity: P1D
                  start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: from}
                  end_time_option: {type: RequestOption, inject_into: request_parameter, field_name: to}
                transformations:
                  - type: AddFields
                    fields:
                      - {path: [harbour], value: "{{ stream_partition.harbour }}"}
                      - {path: [town], value: "{{ stream_slice.extra_fields['town'] }}"}
                schema_loader:
                  type: InlineSchemaLoader
                  schema:
                    type: object
                    properties: {harbour: {type: string}, id: {type: integer}, at: {type: string}, town: {type: string}}
            spec: {connection_specification: {properties: {key: {type: string, airbyte_secret: true, description: Key}}}}
            """;

    static final int HARBOURS = 3;

    /** Of each window's three ships in a harbour one is sunk. */
    static final int SHIPS = HARBOURS * 2 * 2;

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        if (!request.headers().getOrDefault("X-Key", "").equals("hush-hush")) {
            return Step.json(401, "{}").answer(request);
        }
        Map<String, String> query = Ships.query(request);
        String path = request.uri().getPath();
        if (path.equals("/harbours")) {
            return Step.json(200, harbours(Integer.parseInt(query.getOrDefault("page", "1"))))
                    .answer(request);
        }
        String harbour = path.split("/", -1)[2];
        String from = query.getOrDefault("from", "");
        boolean isSecond = query.containsKey("second");
        List<String> ships = new ArrayList<>();
        int first = from.equals("2026-11-01") ? 0 : 10;
        for (int i = isSecond ? 2 : 0; i < (isSecond ? 3 : 2); i++) {
            ships.add("{\"id\": \"%d\", \"at\": \"%s\", \"sunk\": %b}".formatted(first + i, from, i == 1));
        }
        String next = isSecond ? "null" : "\"/harbours/" + harbour + "/ships?second=1\"";
        return Step.json(200, "{\"ships\": [" + String.join(", ", ships) + "], \"next\": " + next + "}")
                .answer(request);
    }

    private static String harbours(int page) {
        List<String> harbours = new ArrayList<>();
        for (int i = (page - 1) * 2; i < Math.min(HARBOURS, page * 2); i++) {
            harbours.add("{\"id\": \"h%d\", \"town\": \"Town %d\"}".formatted(i, i));
        }
        return "{\"harbours\": [" + String.join(", ", harbours) + "]}";
    }
}
