package dev.tidemark.checkpoint;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A stream's description as JSON, as the store keeps it and {@code discover --json} prints it. */
public final class StreamJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StreamJson() {}

    public static String write(StreamSpec stream) {
        return node(stream).toString();
    }

    public static ObjectNode node(StreamSpec stream) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", stream.name());
        ArrayNode key = node.putArray("key");
        stream.key().forEach(key::add);
        node.put("cursor", stream.cursor().name());
        stream.versionField().ifPresent(v -> node.put("version_field", v));
        node.put("sees_deletes", stream.seesDeletes());
        ArrayNode notVouched = node.putArray("not_vouched");
        stream.notVouched().stream().sorted().forEach(notVouched::add);
        ArrayNode fields = node.putArray("fields");
        for (Field field : stream.fields()) {
            fields.addObject()
                    .put("name", field.name())
                    .put("type", field.type().name())
                    .put("detail", field.detail())
                    .put("writable", field.writable());
        }
        return node;
    }

    public static StreamSpec read(String json) {
        JsonNode node = JSON.readTree(json);
        List<Field> fields = new ArrayList<>();
        for (JsonNode field : node.path("fields")) {
            fields.add(new Field(
                    field.path("name").asString(),
                    FieldType.valueOf(field.path("type").asString()),
                    field.path("detail").asString(),
                    field.path("writable").asBoolean()));
        }
        List<String> key = new ArrayList<>();
        node.path("key").forEach(k -> key.add(k.asString()));
        Set<String> notVouched = new HashSet<>();
        node.path("not_vouched").forEach(f -> notVouched.add(f.asString()));
        return new StreamSpec(
                node.path("name").asString(),
                fields,
                key,
                StreamSpec.CursorKind.valueOf(node.path("cursor").asString()),
                node.has("version_field")
                        ? Optional.of(node.path("version_field").asString())
                        : Optional.empty(),
                node.path("sees_deletes").asBoolean(),
                notVouched);
    }
}
