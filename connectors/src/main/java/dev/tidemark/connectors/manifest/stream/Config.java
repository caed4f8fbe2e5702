package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connector.Settings;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * The settings that a manifest describes by a JSON schema: flat for people, with dots between the names
 * ({@code credentials.client_id}), and nested for templates.
 */
public final class Config {

    /**
     * One value.
     *
     * @param type as the schema has it
     */
    private record Value(List<String> path, Setting setting, String type) {}

    private final List<Value> values;

    private Config(List<Value> values) {
        this.values = values;
    }

    public static Config of(Map<Object, Object> schema) {
        Map<String, Value> found = new LinkedHashMap<>();
        collect(schema, List.of(), true, found);
        return new Config(List.copyOf(found.values()));
    }

    private static void collect(Map<?, ?> schema, List<String> path, boolean isRequired, Map<String, Value> found) {
        Set<Object> required = schema.get("required") instanceof List<?> list ? new LinkedHashSet<>(list) : Set.of();
        for (String kind : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.get(kind) instanceof List<?> choices) {
                choices.forEach(choice -> {
                    if (choice instanceof Map<?, ?> map) {
                        collect(map, path, false, found);
                    }
                });
            }
        }
        if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
            return;
        }
        properties.forEach((name, property) -> {
            if (property instanceof Map<?, ?> map) {
                List<String> at = new ArrayList<>(path);
                at.add(Python.str(name));
                one(map, at, isRequired && required.contains(name), found);
            }
        });
    }

    private static void one(Map<?, ?> schema, List<String> path, boolean isRequired, Map<String, Value> found) {
        if (schema.containsKey("properties") || schema.containsKey("oneOf")) {
            collect(schema, path, isRequired, found);
            return;
        }
        String name = String.join(".", path);
        String type = type(schema);
        boolean isSecret = Boolean.TRUE.equals(schema.get("airbyte_secret"));
        Kind kind = isSecret
                ? Kind.SECRET
                : switch (type) {
                    case "integer" -> Kind.INTEGER;
                    case "boolean" -> Kind.BOOLEAN;
                    default -> Kind.TEXT;
                };
        Optional<String> fallback = isSecret
                ? Optional.empty()
                : Optional.<Object>ofNullable(schema.get("default"))
                        .filter(v -> v != None.NONE)
                        .map(Config::text);
        String help = Python.str(
                schema.get("description") instanceof String text
                        ? text
                        : schema.get("title") instanceof String title ? title : name);
        Setting setting = new Setting(name, kind, isRequired && fallback.isEmpty(), fallback, Set.of(), help);
        found.putIfAbsent(name, new Value(path, setting, type));
    }

    private static String type(Map<?, ?> schema) {
        Object type = schema.get("type");
        if (type instanceof List<?> list) {
            type = list.stream()
                    .filter(t -> !"null".equals(t))
                    .map(Python::str)
                    .findFirst()
                    .orElse("string");
        }
        return type == null ? "string" : Python.str(type);
    }

    private static String text(Object value) {
        return value instanceof Boolean || value instanceof Map || value instanceof List
                ? Json.write(value)
                : Python.str(value);
    }

    public List<Setting> settings() {
        return values.stream().map(Value::setting).toList();
    }

    /** As templates see it. */
    public Map<Object, Object> of(Settings settings, Secrets secrets) {
        Map<Object, Object> config = new LinkedHashMap<>();
        for (Value value : values) {
            String name = value.setting().name();
            Optional<String> text = value.setting().kind() == Kind.SECRET ? secrets.find(name) : settings.find(name);
            text.ifPresent(t -> Paths.set(config, value.path(), typed(t, value.type())));
        }
        return config;
    }

    /** The values of its secrets, where there are any. */
    public List<String> secrets(Secrets secrets) {
        return values.stream()
                .filter(value -> value.setting().kind() == Kind.SECRET)
                .map(value -> secrets.find(value.setting().name()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Without the secrets: what an archived page may hold. */
    public Map<Object, Object> plain(Settings settings) {
        Map<Object, Object> config = new LinkedHashMap<>();
        for (Value value : values) {
            if (value.setting().kind() != Kind.SECRET) {
                settings.find(value.setting().name())
                        .ifPresent(t -> Paths.set(config, value.path(), typed(t, value.type())));
            }
        }
        return config;
    }

    private static Object typed(String text, String type) {
        return switch (type) {
            case "integer", "number", "boolean", "array", "object" -> {
                try {
                    yield Json.read(text);
                } catch (JacksonException e) {
                    yield text;
                }
            }
            default -> text;
        };
    }
}
