package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An API that takes boats in batches, finds them by their signs, and the manifest that writes to it. */
final class Pier implements Step {

    static final String MANIFEST = """
            version: 6.0.0
            check: {stream_names: [boats]}
            streams:
              - name: boats
                primary_key: id
                retriever:
                  requester: {$ref: "#/definitions/requester", path: boats, http_method: GET}
                  record_selector: {extractor: {field_path: [boats]}}
            definitions:
              requester:
                type: HttpRequester
                url_base: https://pier.example/api/
                http_method: POST
                authenticator:
                  type: OAuthAuthenticator
                  token_refresh_endpoint: https://pier.example/token
                  client_id: "{{ config['client_id'] }}"
                  client_secret: "{{ config['client_secret'] }}"
                  grant_type: client_credentials
            metadata:
              tidemark:
                streams:
                  boats:
                    write:
                      fields:
                        sign: {type: string}
                        name: {type: string}
                        crew: {type: integer}
                      create: &change
                        requester: {$ref: "#/definitions/requester", path: boats/batch}
                        body: {inputs: "{{ items }}"}
                        item: {by: "{{ match_field }}", key: "{{ match }}", fields: "{{ row }}"}
                        batch: 100
                        results: [results]
                        failed: "{{ result.status == 'refused' }}"
                        code: "{{ result.reason }}"
                        message: "{{ result.text }}"
                        created: "{{ result.status == 'created' }}"
                      upsert:
                        <<: *change
                        requester: {$ref: "#/definitions/requester", path: boats/upsert}
                        match: [sign]
                      find:
                        requester: {$ref: "#/definitions/requester", path: boats/search}
                        body: {signs: "{{ matches }}"}
                        batch: 100
                        match: [sign]
                        results: [found]
                        more: "{{ response.more }}"
            spec:
              type: Spec
              connection_specification:
                type: object
                required: [client_id, client_secret]
                properties:
                  client_id: {type: string}
                  client_secret: {type: string, airbyte_secret: true}
            """;

    private final List<Map<Object, Object>> boats = new ArrayList<>();
    private int tokens;

    int held() {
        return boats.size();
    }

    @Override
    public HttpAnswer answer(HttpRequest request) throws HttpFailed {
        String path = request.uri().getPath();
        if (path.equals("/token")) {
            return Step.json(200, "{\"access_token\": \"hush-token-" + ++tokens + "\", \"expires_in\": 3600}")
                    .answer(request);
        }
        if (!request.headers().getOrDefault("Authorization", "").equals("Bearer hush-token-" + tokens)) {
            return Step.json(401, "{\"message\": \"who are you?\"}").answer(request);
        }
        if (request.method().equals("GET")) {
            return Step.json(200, Json.write(Map.of("boats", boats))).answer(request);
        }
        Map<?, ?> body = (Map<?, ?>) Json.read(new String(request.body(), StandardCharsets.UTF_8));
        if (path.endsWith("/search")) {
            List<Object> found = new ArrayList<>();
            for (Object sign : list(body, "signs")) {
                boats.stream().filter(b -> sign.equals(b.get("sign"))).forEach(found::add);
            }
            return Step.json(200, Json.write(Map.of("found", found, "more", false)))
                    .answer(request);
        }
        List<Object> results = new ArrayList<>();
        for (Object input : list(body, "inputs")) {
            results.add(taken((Map<?, ?>) input, path.endsWith("/upsert")));
        }
        return Step.json(200, Json.write(Map.of("results", results))).answer(request);
    }

    private Map<Object, Object> taken(Map<?, ?> input, boolean isUpsert) {
        Map<Object, Object> fields = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(input.get("fields"))).forEach(fields::put);
        if (!(fields.get("sign") instanceof String sign) || sign.isEmpty()) {
            return result("status", "refused", "reason", "NO_SIGN", "text", "a boat has a sign");
        }
        for (Map<Object, Object> boat : boats) {
            if (isUpsert && sign.equals(boat.get("sign"))) {
                boat.putAll(fields);
                return result("status", "changed", "id", Objects.requireNonNull(boat.get("id")));
            }
        }
        fields.put("id", "b" + (boats.size() + 1));
        boats.add(fields);
        return result("status", "created", "id", Objects.requireNonNull(fields.get("id")));
    }

    private static Map<Object, Object> result(Object... pairs) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(Python.str(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return (List<?>) Objects.requireNonNull(map.get(name));
    }
}
