package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.List;

/** An API that answers by reports alone: asked for, looked at until they are ready, downloaded in pages of two. */
final class Reports implements Step {

    static final String MANIFEST = """
            version: 6.0.0
            check: {stream_names: [visits]}
            definitions:
              requester:
                type: HttpRequester
                url_base: https://reports.example/api/
                authenticator: {type: BearerAuthenticator, api_token: "{{ config['key'] }}"}
                error_handler: {response_filters: [{predicate: "{{ 'error' in response }}", action: RETRY}]}
            streams:
              - name: visits
                primary_key: id
                retriever:
                  type: AsyncRetriever
                  status_mapping: {running: [working], completed: [ready], failed: [broken], timeout: []}
                  status_extractor: {type: DpathExtractor, field_path: [status]}
                  creation_requester: {$ref: "#/definitions/requester", path: reports, http_method: POST}
                  polling_requester:
                    $ref: "#/definitions/requester"
                    path: "reports/{{ creation_response.id }}"
                  download_target_extractor: {type: DpathExtractor, field_path: [files]}
                  download_requester: {$ref: "#/definitions/requester", path: "files/{{ download_target }}"}
                  download_extractor: {type: DpathExtractor, field_path: [rows]}
                  download_paginator:
                    type: DefaultPaginator
                    page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}
                    pagination_strategy: {type: CursorPagination, cursor_value: "{{ response.next }}"}
                  record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}
                schema_loader:
                  type: InlineSchemaLoader
                  schema: {type: object, properties: {id: {type: integer}, page: {type: string}}}
            spec:
              type: Spec
              connection_specification:
                type: object
                required: [key]
                properties: {key: {type: string, airbyte_secret: true}}
            """;

    static final int VISITS = 7;
    private static final int FILES = 2;

    private int reports;
    private int looks;

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        if (!request.headers().getOrDefault("Authorization", "").equals("Bearer hush-hush")) {
            return Step.json(401, "{\"message\": \"who are you?\"}").answer(request);
        }
        String path = request.uri().getPath();
        if (request.method().equals("POST")) {
            return Step.json(201, "{\"id\": \"r" + ++reports + "\"}").answer(request);
        }
        String id = path.substring(path.lastIndexOf('/') + 1);
        if (reports == 0 || (path.contains("/reports/") && !id.equals("r" + reports))) {
            return Step.json(404, "{\"message\": \"no such report\"}").answer(request);
        }
        if (path.contains("/reports/")) {
            String status = ++looks % 2 == 1 ? "working" : "ready";
            return Step.json(200, "{\"status\": \"" + status + "\", \"files\": [\"0\", \"1\"]}")
                    .answer(request);
        }
        return Step.json(200, page(Integer.parseInt(id), Ships.query(request).getOrDefault("page", "0")))
                .answer(request);
    }

    private static String page(int file, String page) {
        int from = Integer.parseInt(page) * 2;
        List<Integer> all = new ArrayList<>();
        for (int visit = 0; visit < VISITS; visit++) {
            if (visit % FILES == file) {
                all.add(visit);
            }
        }
        List<String> rows = all.stream()
                .skip(from)
                .limit(2)
                .map(visit -> "{\"id\": %d, \"page\": \"/p/%d\"}".formatted(visit, visit))
                .toList();
        String next = from + 2 < all.size() ? ", \"next\": \"" + (from / 2 + 1) + "\"" : "";
        return "{\"rows\": [" + String.join(", ", rows) + "]" + next + "}";
    }
}
