package dev.tidemark.connectors.manifest.template;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Python's operators ask of values: truth, length, items, membership. */
final class Values {

    private Values() {}

    static boolean truth(Object value) {
        return switch (value) {
            case None none -> false;
            case Boolean bool -> bool;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case Tuple tuple -> !tuple.items().isEmpty();
            case Collection<?> items -> !items.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Undefined nothing -> false;
            case Duration span -> !span.isZero();
            case Items items -> !items.hasLength() || !items.all().isEmpty();
            case Bytes bytes -> bytes.value().length > 0;
            default -> true;
        };
    }

    static boolean equal(Object a, Object b) {
        return Comparison.equal(a, b);
    }

    /** Negative, zero or positive, as {@code <} and {@code >} have it. */
    static int compare(Object a, Object b, String operator) {
        return Comparison.compare(a, b, operator);
    }

    static boolean contains(Object container, Object item) {
        return switch (container) {
            case String text -> {
                if (item instanceof String part) {
                    yield text.contains(part);
                }
                throw new WrongType("'in <string>' requires string as left operand, not " + Text.typeName(item));
            }
            case Map<?, ?> map -> map.containsKey(hashable(item));
            case Collection<?> items -> isAmong(item, items);
            default -> isAmong(item, items(container));
        };
    }

    @SuppressWarnings("ReferenceEquality") // the same value is among them, even one that is not equal to itself
    private static boolean isAmong(Object item, Collection<?> items) {
        for (Object candidate : items) {
            if (candidate == item || equal(candidate, item)) {
                return true;
            }
        }
        return false;
    }

    static int length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case Tuple tuple -> tuple.items().size();
            case Collection<?> items -> items.size();
            case Map<?, ?> map -> map.size();
            case Items items when items.hasLength() -> items.all().size();
            case Undefined nothing -> 0;
            case Bytes bytes -> bytes.value().length;
            default -> throw new WrongType("object of type '" + Text.typeName(value) + "' has no len()");
        };
    }

    /** The items of a value, as {@code for} goes through them. */
    static List<Object> items(Object value) {
        return switch (value) {
            case String text -> characters(text);
            case Tuple tuple -> tuple.items();
            case Items items -> items.all();
            case Collection<?> items -> List.copyOf(items);
            case Map<?, ?> map -> List.copyOf(map.keySet());
            case Undefined nothing -> List.of();
            default -> throw new WrongType("'" + Text.typeName(value) + "' object is not iterable");
        };
    }

    static List<Object> characters(String text) {
        Work.items(text.length());
        return text.codePoints().mapToObj(c -> (Object) Character.toString(c)).toList();
    }

    static boolean isIterable(Object value) {
        return isSized(value) || value instanceof Items;
    }

    /** Whether it has both a length and places or keys. */
    static boolean isSized(Object value) {
        return value instanceof String
                || value instanceof Tuple
                || value instanceof List
                || value instanceof Set
                || value instanceof Map
                || value instanceof Undefined;
    }

    /**
     * A value that may be a key: one that nobody can change.
     *
     * @throws WrongType where it can be changed
     */
    static Object hashable(Object key) {
        if (!(key instanceof String)) {
            countHashable(key, 0);
        }
        return key;
    }

    /** Tuples may hold the same tuple often, so that few of them spell out to very many values. */
    private static int countHashable(Object key, int before) {
        if (key instanceof List || key instanceof Map || key instanceof Set || key instanceof Items) {
            throw new WrongType("unhashable type: '" + Text.typeName(key) + "'");
        }
        int count = Work.keyParts(before + 1);
        if (key instanceof Tuple tuple) {
            for (Object item : tuple.items()) {
                count = countHashable(item, count);
            }
        }
        return count;
    }
}
