package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Tells values that need not be written and read back, since that would make the same of them. */
final class Spelled {

    /** Beyond so many bits Python does not write an integer. */
    private static final int MOST_BITS = 14_000;

    /** Lists may hold the same list often, so that few of them spell out to very many values. */
    private static final int MOST_VALUES = 10_000_000;

    private int values;

    boolean isItself(Object value) {
        return value instanceof Long || isItself(value, 0);
    }

    private boolean isItself(Object value, int depth) {
        if (depth > Literal.DEEPEST || ++values > MOST_VALUES) {
            return false;
        }
        return switch (value) {
            case String inner -> depth > 0;
            case Long number -> true;
            case Boolean bool -> true;
            case None none -> true;
            case Double number -> Double.isFinite(number);
            case BigInteger number -> number.bitLength() < MOST_BITS;
            case List<?> list -> areThemselves(list, depth + 1);
            case Map<?, ?> map -> areThemselves(map.keySet(), depth + 1) && areThemselves(map.values(), depth + 1);
            default -> false;
        };
    }

    private boolean areThemselves(Collection<?> items, int depth) {
        for (Object item : items) {
            if (!isItself(item, depth)) {
                return false;
            }
        }
        return true;
    }
}
