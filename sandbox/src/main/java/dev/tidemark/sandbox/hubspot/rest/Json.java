package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import java.util.List;
import tools.jackson.core.JacksonException;
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

    static Answer answer(int status, JsonNode body) {
        return Answer.json(status, MAPPER.writeValueAsBytes(body));
    }

    static ObjectNode read(byte[] body) {
        try {
            if (body.length > 0 && MAPPER.readTree(body) instanceof ObjectNode node) {
                return node;
            }
        } catch (JacksonException unreadable) {
            throw Refused.invalid("Invalid input JSON on line 1, column 1: " + unreadable.getOriginalMessage());
        }
        throw Refused.invalid("Invalid input JSON on line 1, column 1: an object is required");
    }

    static ObjectNode error(Refused refused, String correlationId) {
        ObjectNode error = object();
        error.put("status", "error");
        error.put("message", refused.getMessage());
        error.put("correlationId", correlationId);
        error.put("category", refused.category());
        if (!refused.context().isEmpty()) {
            ObjectNode context = error.putObject("context");
            refused.context().forEach((name, values) -> strings(context.putArray(name), values));
        }
        return error;
    }

    static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
