package dev.tidemark.connectors.manifest.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The methods of Python's {@code dict}. */
final class MapMethods {

    /** Their names win over keys where a template writes {@code map.name}. */
    static final Set<String> NAMES = Set.of(
            "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values");

    private MapMethods() {}

    @SuppressWarnings("unchecked") // a template may put what it likes into a map
    static Optional<Object> find(Map<?, ?> given, String name) {
        Map<Object, Object> map = (Map<Object, Object>) given;
        Function method = switch (name) {
            case "get" ->
                a -> {
                    Object found = map.get(Values.hashable(a.byPlace(2).get(0, "key")));
                    return found != null ? found : a.get(1, "default", None.NONE);
                };
            case "items" -> a -> new Items(Items.Kind.ITEMS, pairs(map));
            case "keys" -> a -> new Items(Items.Kind.KEYS, List.copyOf(map.keySet()));
            case "values" -> a -> new Items(Items.Kind.VALUES, List.copyOf(map.values()));
            case "copy" -> a -> new LinkedHashMap<>(map);
            case "clear" ->
                a -> {
                    map.clear();
                    return None.NONE;
                };
            case "update" ->
                a -> {
                    map.putAll(of(a));
                    return None.NONE;
                };
            case "setdefault" ->
                a -> {
                    Object otherwise = a.byPlace(2).get(1, "default", None.NONE);
                    Object old = map.putIfAbsent(Values.hashable(a.get(0, "key")), otherwise);
                    return old != null ? old : otherwise;
                };
            case "pop" -> a -> pop(map, a.byPlace(2));
            case "popitem" -> a -> popLast(map);
            case "fromkeys" ->
                a -> {
                    Map<Object, Object> fresh = new LinkedHashMap<>();
                    Values.items(a.get(0, "iterable"))
                            .forEach(key -> fresh.put(Values.hashable(key), a.get(1, "value", None.NONE)));
                    return fresh;
                };
            default -> null;
        };
        return Optional.ofNullable(method);
    }

    static List<Object> pairs(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(e -> (Object) new Tuple(List.of(e.getKey(), e.getValue())))
                .toList();
    }

    /** What {@code dict(iterable, name=value)} makes of its arguments. */
    static Map<Object, Object> of(Arguments a) {
        Map<Object, Object> map = new LinkedHashMap<>();
        a.find(0, "").ifPresent(given -> {
            if (given instanceof Map<?, ?> other) {
                map.putAll(other);
            } else {
                Values.items(given).forEach(pair -> put(map, Values.items(pair)));
            }
        });
        map.putAll(a.named());
        return map;
    }

    private static void put(Map<Object, Object> map, List<Object> pair) {
        if (pair.size() != 2) {
            throw TemplateError.value(
                    "dictionary update sequence element has length " + pair.size() + "; 2 is required");
        }
        map.put(Values.hashable(pair.get(0)), pair.get(1));
    }

    private static Object pop(Map<Object, Object> map, Arguments a) {
        Object old = map.remove(Values.hashable(a.get(0, "key")));
        if (old != null) {
            return old;
        }
        return a.find(1, "default").orElseThrow(() -> new TemplateError("KeyError", Text.repr(a.get(0, "key"))));
    }

    private static Object popLast(Map<Object, Object> map) {
        if (map.isEmpty()) {
            throw new TemplateError("KeyError", "'popitem(): dictionary is empty'");
        }
        Object last = List.copyOf(map.keySet()).getLast();
        Tuple pair = new Tuple(List.of(last, map.getOrDefault(last, None.NONE)));
        map.remove(last);
        return pair;
    }
}
