package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A harbour's API of ships, three to a page, and the manifest that reads it. */
final class Ships implements Step {

    static final String MANIFEST = """
            version: 6.0.0
            type: DeclarativeSource
            check: {type: CheckStream, stream_names: [ships]}
            definitions:
              requester:
                type: HttpRequester
                url_base: https://harbour.example/api/
                authenticator:
                  type: OAuthAuthenticator
                  token_refresh_endpoint: https://harbour.example/token
                  client_id: "{{ config['client_id'] }}"
                  client_secret: "{{ config['client_secret'] }}"
                  grant_type: client_credentials
                error_handler:
                  type: DefaultErrorHandler
                  response_filters:
                    - {predicate: "{{ 'error' in response }}", action: RETRY}
            streams:
              - type: DeclarativeStream
                $parameters: {name: ships, path: ships, primary_key: id}
                retriever:
                  type: SimpleRetriever
                  requester: {$ref: "#/definitions/requester"}
                  record_selector:
                    type: RecordSelector
                    extractor: {type: DpathExtractor, field_path: [ships]}
                  paginator:
                    type: DefaultPaginator
                    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: offset}
                    page_size_option: {type: RequestOption, inject_into: request_parameter, field_name: limit}
                    pagination_strategy: {type: OffsetIncrement, page_size: 3}
                transformations:
                  - type: AddFields
                    fields:
                      - {path: [harbour], value: "{{ config['harbour'] }}"}
                      - {path: [seen], value: "{{ now_utc() }}"}
                schema_loader:
                  type: InlineSchemaLoader
                  schema:
                    type: object
                    properties:
                      id: {type: integer}
                      name: {type: [string, "null"]}
                      tonnage: {type: number}
                      cargo: {type: object}
                      harbour: {type: string}
                      seen: {type: string}
            spec:
              type: Spec
              connection_specification:
                type: object
                required: [client_id, client_secret]
                properties:
                  client_id: {type: string, title: Client}
                  client_secret: {type: string, airbyte_secret: true}
                  harbour: {type: string, default: Sund}
            """;

    private final int count;
    private int tokens;

    private Ships(int count) {
        this.count = count;
    }

    static Ships holding(int count) {
        return new Ships(count);
    }

    @Override
    public HttpAnswer answer(HttpRequest request) throws dev.tidemark.connector.HttpFailed {
        if (request.uri().getPath().equals("/token")) {
            return Step.json(200, "{\"access_token\": \"hush-token-" + ++tokens + "\", \"expires_in\": 3600}")
                    .answer(request);
        }
        if (!request.headers().getOrDefault("Authorization", "").equals("Bearer hush-token-" + tokens)) {
            return Step.json(401, "{\"message\": \"who are you?\"}").answer(request);
        }
        Map<String, String> query = query(request);
        int offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
        List<String> ships = new ArrayList<>();
        for (int i = offset; i < Math.min(count, offset + limit); i++) {
            ships.add("{\"id\": %d, \"name\": \"Ship %d\", \"tonnage\": %d.5, \"cargo\": {\"tea\": %d}}"
                    .formatted(i, i, i, i));
        }
        return Step.json(200, "{\"ships\": [" + String.join(", ", ships) + "]}").answer(request);
    }

    static Map<String, String> query(HttpRequest request) {
        Map<String, String> query = new TreeMap<>();
        String text = request.uri().getQuery();
        if (text != null) {
            for (String pair : List.of(text.split("&", -1))) {
                query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return query;
    }
}
