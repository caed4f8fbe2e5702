package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An API that tells of a work of art no more than two properties at a time, and begins its pages anew after four works. */
final class Museum implements Step {

    static final String MANIFEST = """
        version: 6.0.0
        check: {stream_names: [works]}
        definitions:
          requester:
            type: HttpRequester
            url_base: https://museum.example/api/
            authenticator: {type: BearerAuthenticator, api_token: "{{ config['key'] }}"}
            error_handler: {response_filters: [{predicate: "{{ 'error' in response }}", action: RETRY}]}
        streams:
          - name: works
            primary_key: id
            retriever:
              type: SimpleRetriever
              requester:
                $ref: "#/definitions/requester"
                path: works
                request_parameters:
                  fields:
                    type: QueryProperties
                    always_include_properties: [id, made]
                    property_list:
                      type: PropertiesFromEndpoint
                      property_field_path: [name]
                      retriever:
                        type: SimpleRetriever
                        requester: {$ref: "#/definitions/requester", path: fields}
                        record_selector: {extractor: {field_path: [fields]}}
                    property_chunking:
                      type: PropertyChunking
                      property_limit_type: property_count
                      property_limit: 2
              record_selector: {extractor: {field_path: [works]}}
              paginator:
                type: DefaultPaginator
                page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                pagination_strategy: {type: PageIncrement, page_size: 2}
              pagination_reset:
                type: PaginationReset
                action: SPLIT_USING_CURSOR
                limits: {type: PaginationResetLimits, number_of_records: 4}
            incremental_sync:
              type: DatetimeBasedCursor
              cursor_field: made
              datetime_format: "%Y-%m-%d"
              start_datetime: "1900-01-01"
              start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: since}
            schema_loader:
              type: InlineSchemaLoader
              schema:
                type: object
                properties:
                  id: {type: integer}
                  made: {type: string}
                  name: {type: string}
                  size: {type: number}
                  artist: {type: string}
        spec:
          type: Spec
          connection_specification:
            type: object
            required: [key]
            properties: {key: {type: string, airbyte_secret: true}}
        """;

    static final int WORKS = 7;

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        if (!request.headers().getOrDefault("Authorization", "").equals("Bearer hush-hush")) {
            return Step.json(401, "{\"message\": \"who are you?\"}").answer(request);
        }
        if (request.uri().getPath().endsWith("/fields")) {
            return Step.json(200, "{\"fields\": [{\"name\": \"name\"}, {\"name\": \"size\"}, {\"name\": \"artist\"}]}")
                    .answer(request);
        }
        Map<String, String> query = Ships.query(request);
        List<String> fields = List.of(query.getOrDefault("fields", "").split(",", -1));
        if (fields.size() > 4 || !fields.contains("id")) {
            return Step.json(400, "{\"message\": \"too many fields\"}").answer(request);
        }
        List<String> works = new ArrayList<>();
        for (int id = 0; id < WORKS; id++) {
            String made = "19%d0-01-01".formatted(id);
            if (made.compareTo(query.getOrDefault("since", "")) >= 0) {
                works.add(work(id, made, fields));
            }
        }
        int from = Integer.parseInt(query.getOrDefault("page", "0")) * 2;
        List<String> page = works.stream().skip(from).limit(2).toList();
        return Step.json(200, "{\"works\": [" + String.join(", ", page) + "]}").answer(request);
    }

    private static String work(int id, String made, List<String> fields) {
        Map<String, String> all = Map.of(
                "id", Integer.toString(id),
                "made", "\"" + made + "\"",
                "name", "\"Work " + id + "\"",
                "size", id + ".5",
                "artist", "\"Artist " + id + "\"");
        return fields.stream()
                .map(field -> "\"" + field + "\": " + all.get(field))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
