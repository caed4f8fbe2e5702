package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.secret.SecretRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Settings for a trial: nested as the manifest's schema has them, with defaults filled in and references to secrets read. */
final class TrialConfig {

    private final Function<SecretRef, String> secrets;
    private final Discretion discretion;
    private final List<String> missing = new ArrayList<>();

    private TrialConfig(Function<SecretRef, String> secrets, Discretion discretion) {
        this.secrets = secrets;
        this.discretion = discretion;
    }

    /**
     * @param written as the file has it
     * @param schema that of the settings
     * @param secrets what a reference stands for
     * @param discretion is told every value that the schema calls a secret
     * @throws Refusal where a setting is missing
     */
    static Map<Object, Object> of(
            Map<?, ?> written, Map<?, ?> schema, Function<SecretRef, String> secrets, Discretion discretion) {
        TrialConfig reader = new TrialConfig(secrets, discretion);
        Map<Object, Object> config = reader.map(written);
        reader.complete(config, schema, "");
        if (!reader.missing.isEmpty()) {
            throw new Refusal(
                    Exit.USAGE,
                    "settings.missing",
                    "the config lacks " + String.join(", ", reader.missing),
                    "Add it; a secret may be written \"${env:NAME}\"");
        }
        return config;
    }

    private Map<Object, Object> map(Map<?, ?> written) {
        Map<Object, Object> read = new LinkedHashMap<>();
        written.forEach((name, value) -> read.put(name, value(value)));
        return read;
    }

    private Object value(Object written) {
        return switch (written) {
            case Map<?, ?> map -> map(map);
            case List<?> list -> list.stream().map(this::value).toList();
            case String text -> {
                Optional<SecretRef> ref = SecretRef.parse(text);
                Optional<String> secret = ref.map(secrets);
                secret.ifPresent(discretion::see);
                yield secret.orElse(text);
            }
            default -> written;
        };
    }

    private void complete(Map<Object, Object> config, Map<?, ?> schema, String prefix) {
        for (String kind : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.get(kind) instanceof List<?> choices) {
                choices.forEach(choice -> hide(config, choice));
            }
        }
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> {
                if (property instanceof Map<?, ?> map) {
                    property(config, Python.str(name), map, prefix);
                }
            });
        }
        if (schema.get("required") instanceof List<?> required) {
            required.stream()
                    .filter(name -> config.getOrDefault(name, None.NONE) == None.NONE)
                    .forEach(name -> missing.add(prefix + name));
        }
    }

    private void property(Map<Object, Object> config, String name, Map<?, ?> schema, String prefix) {
        Object fallback = schema.get("default");
        if (fallback != null && fallback != None.NONE) {
            config.putIfAbsent(name, fallback);
        }
        if (config.get(name) instanceof Map<?, ?> inner) {
            Map<Object, Object> copy = new LinkedHashMap<>(inner);
            complete(copy, schema, prefix + name + ".");
            config.put(name, copy);
        }
        hide(config, Map.of("properties", Map.of(name, schema)));
    }

    /** Tells the discretion of secrets; of a choice between several schemas, of those of all. */
    private void hide(Object config, Object schema) {
        if (!(config instanceof Map<?, ?> values) || !(schema instanceof Map<?, ?> described)) {
            return;
        }
        for (String kind : List.of("oneOf", "anyOf", "allOf")) {
            if (described.get(kind) instanceof List<?> choices) {
                choices.forEach(choice -> hide(config, choice));
            }
        }
        if (described.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> {
                Object value = values.get(name);
                boolean isSecret = property instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("airbyte_secret"));
                if (value != null && isSecret && value != None.NONE) {
                    discretion.see(value instanceof String text ? text : Json.write(value));
                } else if (value != null) {
                    hide(value, property);
                }
            });
        }
    }
}
