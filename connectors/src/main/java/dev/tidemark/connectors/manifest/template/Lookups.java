package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code value.name}, {@code value[key]} and {@code value[from:to]} find. */
final class Lookups {

    private Lookups() {}

    /** {@code value.name}: an attribute, else the item of this name. */
    static Object attribute(Object value, String name) {
        Undefined.refuse(value);
        return Methods.attribute(value, name).orElseGet(() -> {
            Object item = value instanceof Map<?, ?> map ? map.get(name) : null;
            return item != null ? item : missing(value, name);
        });
    }

    /** {@code value.name} of a name that no method of a map has, which is the common case. */
    static Object field(Object value, String name) {
        if (value instanceof Map<?, ?> map && !(value instanceof Attributes)) {
            Object item = map.get(name);
            return item != null ? item : missing(value, name);
        }
        return attribute(value, name);
    }

    /** {@code value[key]}: an item, else the attribute of this name. */
    static Object item(Object value, Object key) {
        Undefined.refuse(value);
        Object item = value instanceof Map<?, ?> map ? under(map, key) : found(value, key);
        if (item != null) {
            return item;
        }
        if (key instanceof String name) {
            return Methods.attribute(value, name).orElseGet(() -> missing(value, name));
        }
        return new Undefined(() -> Text.objectName(value) + " has no element " + Text.repr(key));
    }

    /** What can be no key, no map has. */
    private static @Nullable Object under(Map<?, ?> map, Object key) {
        try {
            return map.get(Values.hashable(key));
        } catch (WrongType e) {
            return null;
        }
    }

    private static @Nullable Object found(Object value, Object key) {
        return switch (value) {
            case List<?> list when Numbers.isInteger(key) -> at(list, Numbers.asLong(key));
            case Tuple tuple when Numbers.isInteger(key) -> at(tuple.items(), Numbers.asLong(key));
            case String text when Numbers.isInteger(key) -> character(text, Numbers.asLong(key));
            default -> null;
        };
    }

    private static @Nullable Object at(List<?> items, long index) {
        long place = index < 0 ? index + items.size() : index;
        return place >= 0 && place < items.size() ? items.get((int) place) : null;
    }

    private static @Nullable Object character(String text, long index) {
        int length = text.codePointCount(0, text.length());
        long place = index < 0 ? index + length : index;
        if (place < 0 || place >= length) {
            return null;
        }
        int from = text.offsetByCodePoints(0, (int) place);
        return text.substring(from, text.offsetByCodePoints(from, 1));
    }

    static Undefined missing(Object value, String name) {
        return new Undefined(() -> Text.objectName(value) + " has no attribute " + Text.repr(name));
    }

    /**
     * {@code value[from:to:step]}.
     *
     * @param from none where {@link None}, as the other two
     */
    static Object slice(Object value, Object from, Object to, Object step) {
        Undefined.refuse(value);
        if (!(value instanceof String || value instanceof List || value instanceof Tuple)) {
            throw new WrongType("'" + Text.typeName(value) + "' object is not subscriptable");
        }
        long by = step == None.NONE ? 1 : Numbers.asLong(step);
        if (by == 0) {
            throw TemplateError.value("slice step cannot be zero");
        }
        if (value instanceof String text) {
            return slice(text, from, to, by);
        }
        List<Object> cut = slice(Values.items(value), from, to, by);
        return value instanceof Tuple ? new Tuple(cut) : cut;
    }

    private static String slice(String text, Object from, Object to, long by) {
        int length = text.codePointCount(0, text.length());
        if (by == 1) {
            int first = (int) bound(from, length, 0, by);
            int last = (int) Math.max(first, bound(to, length, length, by));
            int begin = text.offsetByCodePoints(0, first);
            return text.substring(begin, text.offsetByCodePoints(begin, last - first));
        }
        StringBuilder cut = new StringBuilder();
        slice(Values.characters(text), from, to, by).forEach(c -> cut.append((String) c));
        return cut.toString();
    }

    private static List<Object> slice(List<Object> items, Object from, Object to, long by) {
        int size = items.size();
        long first = bound(from, size, by > 0 ? 0 : size - 1L, by);
        long last = bound(to, size, by > 0 ? size : -1L, by);
        long step = Math.clamp(by, -size - 1L, size + 1L);
        List<Object> cut = new ArrayList<>();
        for (long i = first; step > 0 ? i < last : i > last; i += step) {
            cut.add(items.get((int) i));
        }
        return cut;
    }

    private static long bound(Object given, int size, long otherwise, long step) {
        if (given == None.NONE) {
            return otherwise;
        }
        long index = Numbers.asLong(given);
        index = index < 0 ? index + size : index;
        return step > 0 ? Math.clamp(index, 0, size) : Math.clamp(index, -1, size - 1);
    }
}
