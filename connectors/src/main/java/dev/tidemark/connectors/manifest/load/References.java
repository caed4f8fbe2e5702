package dev.tidemark.connectors.manifest.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces references by what they name: a text {@code #/way/to/it} anywhere, and {@code $ref} in a map, whose own keys win
 * over those of the map referred to.
 */
final class References {

    private static final String REF = "$ref";

    private final Map<Object, Object> manifest;
    private final Map<String, Object> resolved = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    private References(Map<Object, Object> manifest) {
        this.manifest = manifest;
    }

    @SuppressWarnings("unchecked")
    static Map<Object, Object> resolve(Map<Object, Object> manifest) throws BadManifest {
        return (Map<Object, Object>) new References(manifest).node(manifest);
    }

    private Object node(Object node) throws BadManifest {
        return switch (node) {
            case Map<?, ?> map -> merged(map);
            case List<?> list -> {
                List<Object> items = new ArrayList<>(list.size());
                for (Object item : list) {
                    items.add(node(item));
                }
                yield items;
            }
            case String text when text.startsWith("#/") -> target(text);
            default -> node;
        };
    }

    private Object merged(Map<?, ?> map) throws BadManifest {
        Map<Object, Object> own = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!REF.equals(entry.getKey())) {
                own.put(entry.getKey(), node(entry.getValue()));
            }
        }
        Object ref = map.get(REF);
        if (ref == null) {
            return own;
        }
        Object base = node(ref);
        if (!(base instanceof Map<?, ?> fields)) {
            return base;
        }
        Map<Object, Object> all = new LinkedHashMap<>(fields);
        all.putAll(own);
        return all;
    }

    private Object target(String ref) throws BadManifest {
        Object known = resolved.get(ref);
        if (known != null) {
            return known;
        }
        if (!open.add(ref)) {
            throw new BadManifest("the reference " + ref + " leads back to itself");
        }
        Object found = find(manifest, ref.substring(2))
                .orElseThrow(() -> new BadManifest("the reference " + ref + " leads nowhere"));
        Object value = node(found);
        open.remove(ref);
        resolved.put(ref, value);
        return value;
    }

    /** The whole way may be one key; else its first step is. */
    private static Optional<Object> find(Object at, String way) {
        if (way.isEmpty()) {
            return Optional.of(at);
        }
        if (at instanceof Map<?, ?> map && map.containsKey(way)) {
            return Optional.ofNullable(map.get(way));
        }
        int slash = way.indexOf('/');
        String step = slash < 0 ? way : way.substring(0, slash);
        String rest = slash < 0 ? "" : way.substring(slash + 1);
        Optional<Object> next = switch (at) {
            case Map<?, ?> map -> Optional.ofNullable(map.get(step));
            case List<?> list
            when step.matches("\\d{1,9}") && Integer.parseInt(step) < list.size() ->
                Optional.of(list.get(Integer.parseInt(step)));
            default -> Optional.empty();
        };
        return next.flatMap(n -> find(n, rest));
    }
}
