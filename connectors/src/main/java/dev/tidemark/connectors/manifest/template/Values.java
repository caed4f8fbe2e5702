package dev.tidemark.connectors.manifest.template;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What Python's operators ask of values: truth, equality, order, length, membership. */
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
            default -> true;
        };
    }

    static boolean equal(Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return a instanceof Double || b instanceof Double
                    ? Numbers.asDouble(a) == Numbers.asDouble(b)
                    : Numbers.asBig(a).equals(Numbers.asBig(b));
        }
        if (a instanceof Tuple left && b instanceof Tuple right) {
            return equal(left.items(), right.items());
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!equal(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (Map.Entry<?, ?> entry : left.entrySet()) {
                Object other = right.get(entry.getKey());
                if (other == null || !equal(entry.getValue(), other)) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Moment left && b instanceof Moment right) {
            return left.sameInstant(right);
        }
        return a instanceof Undefined ? b instanceof Undefined : Objects.equals(a, b);
    }

    /** Negative, zero or positive, as {@code <} and {@code >} have it. */
    static int compare(Object a, Object b, String operator) {
        if (a instanceof Undefined nothing) {
            throw nothing.error();
        }
        if (b instanceof Undefined nothing) {
            throw nothing.error();
        }
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.compare(a, b);
        }
        if (a instanceof String left && b instanceof String right) {
            return byCodePoints(left, right);
        }
        if (a instanceof Moment left && b instanceof Moment right) {
            return left.compare(right);
        }
        if (a instanceof LocalDate left && b instanceof LocalDate right) {
            return left.compareTo(right);
        }
        if (a instanceof Duration left && b instanceof Duration right) {
            return left.compareTo(right);
        }
        if (a instanceof Tuple left && b instanceof Tuple right) {
            return compare(left.items(), right.items(), operator);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                if (!equal(left.get(i), right.get(i))) {
                    return compare(left.get(i), right.get(i), operator);
                }
            }
            return Integer.compare(left.size(), right.size());
        }
        throw new WrongType("'" + operator + "' not supported between instances of '" + Text.typeName(a) + "' and '"
                + Text.typeName(b) + "'");
    }

    private static int byCodePoints(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return java.util.Arrays.compare(left, right);
    }

    static boolean contains(Object container, Object item) {
        return switch (container) {
            case String text -> {
                if (item instanceof String part) {
                    yield text.contains(part);
                }
                throw new WrongType(
                        "'in <string>' requires string as left operand, not " + Text.typeName(item));
            }
            case Map<?, ?> map -> map.containsKey(item);
            case Undefined nothing -> false;
            default -> {
                Iterator<?> items = iterator(container);
                boolean found = false;
                while (!found && items.hasNext()) {
                    found = equal(items.next(), item);
                }
                yield found;
            }
        };
    }

    static int length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case Tuple tuple -> tuple.items().size();
            case Collection<?> items -> items.size();
            case Map<?, ?> map -> map.size();
            case Undefined nothing -> 0;
            default -> throw new WrongType("object of type '" + Text.typeName(value) + "' has no len()");
        };
    }

    /** The items of a value, as {@code for} goes through them. */
    static List<Object> items(Object value) {
        return switch (value) {
            case String text -> text.codePoints().mapToObj(c -> (Object) Character.toString(c)).toList();
            case Tuple tuple -> tuple.items();
            case Collection<?> items -> List.copyOf(items);
            case Map<?, ?> map -> List.copyOf(map.keySet());
            case Undefined nothing -> List.of();
            default -> throw new WrongType("'" + Text.typeName(value) + "' object is not iterable");
        };
    }

    private static Iterator<?> iterator(Object value) {
        return value instanceof Collection<?> items ? items.iterator() : items(value).iterator();
    }
}
