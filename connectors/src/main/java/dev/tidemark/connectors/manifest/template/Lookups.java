package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code value.name}, {@code value[key]} and {@code value[from:to]} find. */
final class Lookups {

    private Lookups() {}

    /** {@code value.name}: an attribute, else the item of this name. */
    static Object attribute(Object value, String name) {
        if (value instanceof Undefined nothing) {
            throw nothing.error();
        }
        Optional<Object> own = Methods.attribute(value, name);
        if (own.isPresent()) {
            return own.get();
        }
        if (value instanceof Map<?, ?> map) {
            Object item = map.get(name);
            if (item != null) {
                return item;
            }
        }
        return missing(value, name);
    }

    /** {@code value[key]}: an item, else the attribute of this name. */
    static Object item(Object value, Object key) {
        if (value instanceof Undefined nothing) {
            throw nothing.error();
        }
        switch (value) {
            case Map<?, ?> map -> {
                Object item = map.get(key);
                if (item != null) {
                    return item;
                }
            }
            case List<?> list when Numbers.isInteger(key) -> {
                return at(list, Numbers.asLong(key), value);
            }
            case Tuple tuple when Numbers.isInteger(key) -> {
                return at(tuple.items(), Numbers.asLong(key), value);
            }
            case String text when Numbers.isInteger(key) -> {
                return at(Values.items(text), Numbers.asLong(key), value);
            }
            default -> {}
        }
        if (key instanceof String name) {
            return Methods.attribute(value, name).orElseGet(() -> missing(value, name));
        }
        return new Undefined(Text.objectName(value) + " has no element " + Text.repr(key));
    }

    private static Undefined missing(Object value, String name) {
        return new Undefined(Text.objectName(value) + " has no attribute " + Text.repr(name));
    }

    private static Object at(List<?> items, long index, Object value) {
        long place = index < 0 ? index + items.size() : index;
        return place >= 0 && place < items.size()
                ? items.get((int) place)
                : new Undefined(Text.objectName(value) + " has no element " + index);
    }

    static Object slice(Object value, Optional<Object> from, Optional<Object> to, Optional<Object> step) {
        if (value instanceof Undefined nothing) {
            throw nothing.error();
        }
        List<Object> items = value instanceof Map ? List.of() : Values.items(value);
        if (value instanceof Map) {
            return new Undefined("a dict cannot be sliced");
        }
        long by = step.filter(s -> s != None.NONE).map(Numbers::asLong).orElse(1L);
        if (by == 0) {
            throw TemplateError.value("slice step cannot be zero");
        }
        int size = items.size();
        long first = bound(from, size, by > 0 ? 0 : size - 1L, by);
        long last = bound(to, size, by > 0 ? size : -1L, by);
        List<Object> cut = new ArrayList<>();
        for (long i = first; by > 0 ? i < last : i > last; i += by) {
            cut.add(items.get((int) i));
        }
        if (value instanceof String) {
            StringBuilder text = new StringBuilder();
            cut.forEach(c -> text.append((String) c));
            return text.toString();
        }
        return value instanceof Tuple ? new Tuple(cut) : cut;
    }

    private static long bound(Optional<Object> given, int size, long otherwise, long step) {
        if (given.isEmpty() || given.get() == None.NONE) {
            return otherwise;
        }
        long index = Numbers.asLong(given.get());
        index = index < 0 ? index + size : index;
        return step > 0 ? Math.clamp(index, 0, size) : Math.clamp(index, -1, size - 1);
    }

    static List<Object> reversed(List<Object> items) {
        List<Object> turned = new ArrayList<>(items);
        Collections.reverse(turned);
        return turned;
    }
}
