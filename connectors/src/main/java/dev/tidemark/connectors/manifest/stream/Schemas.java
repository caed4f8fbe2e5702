package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** The JSON schema of a stream: in the manifest, in a file beside it, or several in one. */
record Schemas(Expressions expressions, SchemaFiles files) {

    Map<Object, Object> of(Node stream) {
        Map<Object, Object> merged = new LinkedHashMap<>();
        for (Node loader : stream.children("schema_loader")) {
            Map<Object, Object> schema = one(loader);
            Map<Object, Object> properties = new LinkedHashMap<>(States.map(merged, "properties"));
            // The first that has a field says what it is.
            States.map(schema, "properties").forEach(properties::putIfAbsent);
            schema.forEach(merged::putIfAbsent);
            if (!properties.isEmpty()) {
                merged.put("properties", properties);
            }
        }
        return merged;
    }

    /** How the API describes the fields, where it does. */
    Optional<FoundSchema> found(Node stream, StreamReader reader) {
        List<Node> loaders = stream.children("schema_loader");
        Optional<Node> loader = loaders.stream()
                .filter(l -> l.type().equals("DynamicSchemaLoader"))
                .findFirst();
        if (loader.isPresent() && loaders.size() > 1) {
            loader.get().problem("a schema that the API describes stands alone");
        }
        return loader.flatMap(l -> FoundSchema.of(l, reader, expressions));
    }

    private Map<Object, Object> one(Node loader) {
        return switch (loader.type()) {
            case "DynamicSchemaLoader" -> Map.of();
            case "InlineSchemaLoader" -> {
                if (!(loader.find("schema").orElse(Map.of()) instanceof Map)) {
                    loader.problem("'schema' should be a JSON schema: type, and properties");
                }
                yield loader.map("schema");
            }
            case "JsonFileSchemaLoader" -> file(loader);
            default -> {
                loader.refuse();
                yield Map.of();
            }
        };
    }

    @SuppressWarnings("unchecked")
    private Map<Object, Object> file(Node loader) {
        Object name = loader.parameters().getOrDefault("name", "");
        String path = loader.has("file_path")
                ? expressions.need(loader, "file_path").text(Context.of(Map.of()))
                : "./schemas/" + name + ".json";
        Optional<String> text = files.find(path);
        if (text.isEmpty()) {
            loader.problem("the schema file " + path + " is not there");
            return Map.of();
        }
        try {
            if (Json.read(text.get()) instanceof Map<?, ?> schema) {
                return (Map<Object, Object>) schema;
            }
        } catch (JacksonException e) {
            // told below
        }
        loader.problem("the schema file " + path + " is no JSON object");
        return Map.of();
    }
}
