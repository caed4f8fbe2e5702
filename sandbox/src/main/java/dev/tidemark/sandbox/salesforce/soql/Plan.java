package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which rows, in which order.
 *
 * @param limit -1 for none
 */
record Plan(SObject object, Shape shape, Predicate<Row> where, Comparator<Row> order, int limit, int offset) {
    private static final int SPARE = 4_096;

    /** The rows that match, in order. Keeps little more than the limit while it looks. */
    List<Row> pick(Iterable<Row> rows) {
        int wanted = limit < 0 ? Integer.MAX_VALUE : limit + offset;
        var picked = new ArrayList<Row>();
        for (Row row : rows) {
            if (where.test(row)) {
                picked.add(row);
                if (wanted < Integer.MAX_VALUE && picked.size() >= wanted + Math.max(wanted, SPARE)) {
                    trim(picked, wanted);
                }
            }
        }
        trim(picked, wanted);
        return picked.subList(Math.min(offset, picked.size()), picked.size());
    }

    private void trim(List<Row> picked, int wanted) {
        picked.sort(order);
        if (picked.size() > wanted) {
            picked.subList(wanted, picked.size()).clear();
        }
    }
}
