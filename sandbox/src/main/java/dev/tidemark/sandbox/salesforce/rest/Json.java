package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and writing bodies. */
final class Json {
    static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static Answer answer(int status, JsonNode body) {
        return Answer.json(status, MAPPER.writeValueAsBytes(body));
    }

    static Answer written(int status, Consumer<JsonGenerator> writer) {
        var bytes = new ByteArrayOutputStream(16 * 1024);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            writer.accept(json);
        }
        return Answer.json(status, bytes.toByteArray());
    }

    static Answer error(ApiException error) {
        ObjectNode one = object();
        one.put("message", error.getMessage());
        one.put("errorCode", error.errorCode());
        List<String> fields = error.fields();
        if (fields != null) {
            ArrayNode names = one.putArray("fields");
            fields.forEach(names::add);
        }
        return answer(error.status(), array().add(one));
    }

    static ObjectNode object(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode node) {
                return node;
            }
        } catch (JacksonException unreadable) {
            throw new ApiException(400, "JSON_PARSER_ERROR", unreadable.getOriginalMessage());
        }
        String start = new String(body, 0, Math.min(body.length, 20), StandardCharsets.UTF_8);
        throw new ApiException(400, "JSON_PARSER_ERROR", "The HTTP entity body is required to be an object: " + start);
    }
}
