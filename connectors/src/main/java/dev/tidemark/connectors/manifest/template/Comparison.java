package dev.tidemark.connectors.manifest.template;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code ==} and {@code <} of two values, however deep they are. */
@SuppressWarnings("ReferenceEquality") // in Python too, what is the same value is equal without a further look
final class Comparison {

    /** Lists may hold the same list often, so that few of them spell out to very many values. */
    private static final int MOST_PAIRS = 10_000_000;

    private final String operator;
    private int pairs;

    private Comparison(String operator) {
        this.operator = operator;
    }

    static boolean equal(Object a, Object b) {
        if (a instanceof String || b instanceof String) {
            return a.equals(b);
        }
        return new Comparison("==").same(a, b, 0);
    }

    static int compare(Object a, Object b, String operator) {
        if (a instanceof Long left && b instanceof Long right) {
            return Long.compare(left, right);
        }
        return new Comparison(operator).order(a, b, 0);
    }

    private void step(int depth) {
        Work.depth(depth);
        if (++pairs > MOST_PAIRS) {
            throw new TemplateError("LimitError", "the template compares more than " + MOST_PAIRS + " values at once");
        }
    }

    private boolean same(Object a, Object b, int depth) {
        step(depth);
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.equal(a, b);
        }
        return switch (a) {
            case Tuple left -> b instanceof Tuple right && same(left.items(), right.items(), depth);
            case List<?> left -> b instanceof List<?> right && same(left, right, depth);
            case Map<?, ?> left -> b instanceof Map<?, ?> right && same(left, right, depth);
            case Moment left -> b instanceof Moment right && left.sameInstant(right);
            case Undefined nothing -> b instanceof Undefined;
            case Items items -> items == b;
            default -> Objects.equals(a, b);
        };
    }

    private boolean same(List<?> left, List<?> right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) != right.get(i) && !same(left.get(i), right.get(i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean same(Map<?, ?> left, Map<?, ?> right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            Object other = right.get(entry.getKey());
            if (other == null || !same(entry.getValue(), other, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private int order(Object a, Object b, int depth) {
        Undefined.refuse(a, b);
        step(depth);
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
            return order(left.items(), right.items(), depth);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return order(left, right, depth);
        }
        throw new WrongType("'" + operator + "' not supported between instances of '" + Text.typeName(a) + "' and '"
                + Text.typeName(b) + "'");
    }

    private int order(List<?> left, List<?> right, int depth) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!same(left.get(i), right.get(i), depth + 1)) {
                return order(left.get(i), right.get(i), depth + 1);
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int byCodePoints(String a, String b) {
        int different = 0;
        int shorter = Math.min(a.length(), b.length());
        while (different < shorter && a.charAt(different) == b.charAt(different)) {
            different++;
        }
        if (different == shorter) {
            return Integer.compare(a.length(), b.length());
        }
        char left = a.charAt(different);
        char right = b.charAt(different);
        // UTF-16 puts what lies beyond its first plane before the end of that plane.
        boolean surrogates = Character.isSurrogate(left) || Character.isSurrogate(right);
        return surrogates
                ? Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray())
                : Character.compare(left, right);
    }
}
