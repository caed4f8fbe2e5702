package dev.tidemark.sandbox.described;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is asked or answered otherwise than described is found. */
class WatchedTest {
    private static final String DESCRIPTION = """
            {"paths": {
              "/things": {"get": {"parameters": [{"$ref": "#/components/parameters/limit"}],
                "responses": {"200": {"content": {"application/json": {"schema":
                  {"type": "array", "items": {"$ref": "#/components/schemas/thing"}}}}}}}},
              "/things/{id}": {
                "parameters": [{"name": "full", "in": "query", "required": true, "schema": {"type": "boolean"}}],
                "get": {"responses": {"2XX": {"content": {"application/json": {"schema":
                  {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/thing"}]}}}}}},
                "delete": {"responses": {"204": {}}}},
              "/things/new": {"post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/thing"}}}},
                "responses": {"default": {"content": {"application/json": {"schema": {"type": "object"}}}}}}}},
             "components": {
               "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
               "schemas": {
                 "refusal": {"type": "object", "required": ["code"]},
                 "thing": {"type": "object", "required": ["id"], "properties": {
                   "id": {"type": "integer"}, "kind": {"type": "string", "enum": ["a", "b"]},
                   "at": {"type": "string", "format": "date-time"}}}}}}
            """;

    private final Description description = new Description(new JsonMapper().readTree(DESCRIPTION), "refusal");

    private Watched exchange(String method, String target, String body, int status, String answer) {
        var watched = new Watched(
                request -> answer.isEmpty()
                        ? Answer.empty(status)
                        : Answer.json(status, answer.getBytes(StandardCharsets.UTF_8)),
                List.of(description));
        watched.handle(Request.of(method, target, Map.of("Content-Type", "application/json"), body));
        return watched;
    }

    private void assertDifferent(Watched watched, String... differences) {
        assertThat(watched.differences()).containsExactlyInAnyOrder(differences);
    }

    @Test
    void what_is_as_described_is_no_difference_and_nulls_and_further_members_are_none_either() {
        Watched watched = exchange(
                "GET",
                "/things?limit=3",
                "",
                200,
                "[{\"id\": 1, \"kind\": \"a\", \"at\": \"2026-11-21T10:00:00Z\", \"more\": 1}, {\"id\": null}]");
        assertDifferent(watched);
        assertThat(watched.exchanges()).containsExactly("GET /things 200");
        assertDifferent(exchange("DELETE", "/things/7?full=true", "", 204, ""));
        assertDifferent(exchange("GET", "/things/7?full=true", "", 201, "\"seven\""));
    }

    @Test
    void answers_of_other_types_values_or_members_are_told() {
        assertDifferent(
                exchange("GET", "/things", "", 200, "[{\"kind\": \"c\", \"at\": \"today\"}, {\"id\": \"1\"}]"),
                "GET /things 200: /*/id is missing",
                "GET /things 200: /*/kind is 'c', described as one of [\"a\",\"b\"]",
                "GET /things 200: /*/at is 'today', which is no date-time",
                "GET /things 200: /*/id is STRING, described as \"integer\"");
        assertDifferent(
                exchange("GET", "/things/7?full=true", "", 200, "true"),
                "GET /things/{id} 200: / is BOOLEAN, described as \"string\"");
        assertDifferent(
                exchange("DELETE", "/things/7?full=true", "", 204, "{}"),
                "DELETE /things/{id} 204: answered a body, of which none is described");
        assertDifferent(exchange("GET", "/things", "", 200, ""), "GET /things 200: answered no body");
        assertDifferent(exchange("GET", "/things", "", 200, "[{"), "GET /things 200: answered a body that is no JSON");
        assertDifferent(
                exchange("GET", "/things", "", 304, "[]"), "GET /things 304: answered 304, which is not described");
    }

    @Test
    void refusals_are_held_against_their_schema_and_need_not_have_been_asked_as_described() {
        assertDifferent(exchange("GET", "/things?limit=all", "", 400, "{\"code\": \"wrong\"}"));
        assertDifferent(exchange("GET", "/things", "", 400, "{}"), "GET /things 400: /code is missing");
    }

    @Test
    void requests_that_are_not_as_described_are_told() {
        assertDifferent(
                exchange("GET", "/things?limit=all&page=2", "", 200, "[]"),
                "GET /things: ?limit is all, described as integer ",
                "GET /things: asked with ?page, which is not described");
        assertDifferent(exchange("GET", "/things/7", "", 200, "\"seven\""), "GET /things/{id}: asked without ?full");
        assertDifferent(
                exchange("POST", "/things/new", "{\"id\": 1, \"size\": 2}", 200, "{}"),
                "POST /things/new: sent/size is not described");
        assertThat(exchange("GET", "/nothing/12345", "", 404, "{}").unknown()).containsExactly("GET /nothing/ID");
    }
}
