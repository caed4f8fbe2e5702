package dev.tidemark.sandbox.salesforce.soql;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The order of values, for comparing and sorting. */
final class Values {
    private Values() {}

    /** Two values of one field. */
    static int compare(Object a, Object b) {
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        if (a instanceof Number left && b instanceof Number right) {
            return left instanceof Long && right instanceof Long
                    ? Long.compare(left.longValue(), right.longValue())
                    : Double.compare(left.doubleValue(), right.doubleValue());
        }
        if (a instanceof LocalDate left && b instanceof LocalDate right) {
            return left.compareTo(right);
        }
        if (a instanceof Boolean left && b instanceof Boolean right) {
            return Boolean.compare(left, right);
        }
        throw new IllegalArgumentException("cannot compare " + a.getClass() + " with " + b.getClass());
    }

    /** For sorting: text without case, nulls first unless told otherwise, whichever the direction. */
    static int sort(@Nullable Object a, @Nullable Object b, boolean isText, boolean descending, boolean nullsLast) {
        if (a == null || b == null) {
            int order = a != null ? 1 : b != null ? -1 : 0;
            return nullsLast ? -order : order;
        }
        int order = isText && a instanceof String left && b instanceof String right
                ? left.compareToIgnoreCase(right)
                : compare(a, b);
        return descending ? -order : order;
    }
}
