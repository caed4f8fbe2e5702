package dev.tidemark.connectors.program;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Fields by a JSON schema, as both protocols use it. */
final class JsonFields {

    private JsonFields() {}

    static List<Field> of(JsonNode schema) {
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (!property.getKey().isBlank()) {
                fields.add(field(property.getKey(), property.getValue()));
            }
        }
        return fields;
    }

    private static Field field(String name, JsonNode schema) {
        JsonNode one = single(schema);
        List<String> types = types(one);
        String word = types.size() == 1 ? types.getFirst() : "";
        FieldType type = switch (word) {
            case "string" -> text(one);
            case "integer" ->
                one.path("airbyte_type").asString("").equals("big_integer") ? FieldType.DECIMAL : FieldType.INTEGER;
            case "number" ->
                one.path("airbyte_type").asString("").equals("integer") ? FieldType.INTEGER : FieldType.DECIMAL;
            case "boolean" -> FieldType.BOOLEAN;
            default -> FieldType.JSON;
        };
        return new Field(name, type, word.isEmpty() ? "any" : word, false);
    }

    /** Of a choice between null and something, that something. */
    private static JsonNode single(JsonNode schema) {
        for (String kind : List.of("anyOf", "oneOf")) {
            List<JsonNode> others = new ArrayList<>();
            for (JsonNode choice : schema.path(kind)) {
                if (!types(choice).isEmpty()) {
                    others.add(choice);
                }
            }
            if (others.size() == 1) {
                return others.getFirst();
            }
        }
        return schema;
    }

    private static List<String> types(JsonNode schema) {
        List<String> types = new ArrayList<>();
        JsonNode type = schema.path("type");
        if (type.isString()) {
            types.add(type.asString());
        }
        type.forEach(t -> types.add(t.asString("")));
        types.remove("null");
        return types;
    }

    private static FieldType text(JsonNode schema) {
        boolean isLocal = schema.path("airbyte_type").asString("").endsWith("without_timezone");
        return switch (schema.path("format").asString("")) {
            case "date-time" -> isLocal ? FieldType.TEXT : FieldType.INSTANT;
            case "date" -> FieldType.DATE;
            default -> FieldType.TEXT;
        };
    }
}
