package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A stream's fields by its JSON schema. Manifests' schemas are loose, so that a text stays a text whatever its format. */
final class Fields {

    private static final String WHOLE = "whole record";

    private Fields() {}

    /** Whether the stream has no schema, so that each record is one value as a whole. */
    static boolean isWhole(StreamSpec stream) {
        return stream.fields().size() == 1
                && stream.fields().getFirst().detail().equals(WHOLE);
    }

    /** @param properties of a JSON schema */
    static List<Field> of(Map<?, ?> properties, boolean isWritable) {
        List<Field> fields = new ArrayList<>();
        properties.forEach((name, property) -> {
            if (!Python.str(name).isBlank()) {
                Field field = field(Python.str(name), property);
                fields.add(new Field(field.name(), field.type(), field.detail(), isWritable));
            }
        });
        return fields;
    }

    /**
     * @param schema of its records
     * @param seesDeletes whether its records tell of deletes
     */
    static StreamSpec of(StreamModel stream, Map<Object, Object> schema, boolean seesDeletes) {
        List<Field> fields =
                schema.get("properties") instanceof Map<?, ?> properties ? of(properties, false) : new ArrayList<>();
        if (fields.isEmpty()) {
            fields.add(new Field("record", FieldType.JSON, WHOLE, false));
        }
        List<String> key = new ArrayList<>();
        for (List<String> path : stream.primaryKey()) {
            if (path.size() == 1) {
                key.add(path.getFirst());
            }
        }
        boolean hasKey = key.size() == stream.primaryKey().size()
                && key.stream()
                        .allMatch(part -> fields.stream().anyMatch(f -> f.name().equals(part)));
        return new StreamSpec(
                stream.name(),
                fields,
                hasKey ? key : List.of(),
                stream.cursor().isPresent() ? CursorKind.OPAQUE : CursorKind.NONE,
                Optional.empty(),
                seesDeletes,
                Set.of());
    }

    private static Field field(String name, Object property) {
        if (!(property instanceof Map<?, ?> schema)) {
            return Field.of(name, FieldType.JSON);
        }
        Object type = schema.get("type");
        List<?> types = type instanceof List<?> list ? list : type == null ? List.of() : List.of(type);
        List<?> single = types.stream().filter(t -> !"null".equals(t)).toList();
        String word = single.size() == 1 ? Python.str(single.getFirst()) : "";
        FieldType as = switch (word) {
            case "string" -> FieldType.TEXT;
            case "integer" -> FieldType.INTEGER;
            case "number" -> FieldType.DOUBLE;
            case "boolean" -> FieldType.BOOLEAN;
            default -> FieldType.JSON;
        };
        return new Field(name, as, word.isEmpty() ? "any" : word, false);
    }
}
