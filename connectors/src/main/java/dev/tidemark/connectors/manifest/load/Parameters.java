package dev.tidemark.connectors.manifest.load;

import dev.tidemark.connectors.manifest.template.Python;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills in types that are not named and hands {@code $parameters} down: an inner one wins, and each becomes a field of every
 * component that lacks it. A parameter is not handed into the field of its own name.
 */
final class Parameters {

    static final String NAME = "$parameters";
    private static final Set<String> LEFT_ALONE = Set.of("definitions", "schemas", "spec", "metadata");

    private Parameters() {}

    /** The whole manifest; the parts that hold no components stay as they are. */
    static Map<Object, Object> spread(Map<Object, Object> manifest) {
        Map<Object, Object> live = new LinkedHashMap<>(manifest);
        live.keySet().removeAll(LEFT_ALONE);
        Map<Object, Object> spread = component("", live, Map.of(), false);
        LEFT_ALONE.forEach(name -> {
            Object kept = manifest.get(name);
            if (kept != null) {
                spread.put(name, kept);
            }
        });
        return spread;
    }

    /** @param outerWins whether an outer parameter stands before an inner one */
    static Map<Object, Object> component(String field, Map<?, ?> node, Map<Object, Object> outer, boolean outerWins) {
        Map<Object, Object> made = new LinkedHashMap<>(node);
        if (!made.containsKey("type")) {
            DefaultTypes.of(field, made.containsKey("class_name")).ifPresent(type -> made.put("type", type));
        }
        Map<Object, Object> parameters = new LinkedHashMap<>(outer);
        if (made.remove(NAME) instanceof Map<?, ?> own) {
            parameters.putAll(own);
            if (outerWins) {
                parameters.putAll(outer);
            }
        }
        if (isSchema(made)) {
            return made;
        }
        if (!made.containsKey("type")) {
            made.replaceAll((name, value) -> value instanceof Map<?, ?> child && hasType(child)
                    ? component(field, child, parameters, outerWins)
                    : value);
            return made;
        }
        parameters.forEach((name, value) -> {
            Object own = made.get(name);
            if (own == null || !Python.truth(own)) {
                made.put(name, value);
            }
        });
        made.replaceAll((name, value) -> inner(made.get("type") + "." + name, name, value, parameters, outerWins));
        if (!parameters.isEmpty()) {
            made.put(NAME, parameters);
        }
        return made;
    }

    private static Object inner(
            String field, Object name, Object value, Map<Object, Object> parameters, boolean outerWins) {
        if (!(value instanceof Map) && !(value instanceof List)) {
            return value;
        }
        Map<Object, Object> handed = parameters;
        if (parameters.containsKey(name)) {
            handed = new LinkedHashMap<>(parameters);
            handed.remove(name);
        }
        if (value instanceof Map<?, ?> child) {
            return component(field, child, handed, outerWins);
        }
        List<Object> items = new ArrayList<>();
        for (Object item : (List<?>) value) {
            items.add(item instanceof Map<?, ?> child ? component(field, child, handed, outerWins) : item);
        }
        return items;
    }

    private static boolean hasType(Map<?, ?> node) {
        Object type = node.get("type");
        return type != null && Python.truth(type);
    }

    private static boolean isSchema(Map<?, ?> node) {
        Object type = node.get("type");
        return "object".equals(type) || List.of("null", "object").equals(type);
    }
}
