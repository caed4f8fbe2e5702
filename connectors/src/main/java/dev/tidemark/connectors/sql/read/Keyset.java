package dev.tidemark.connectors.sql.read;

import java.util.ArrayList;
import java.util.List;

/**
 * The condition that a row comes after another, spelled out column by column: not every database finds the rows of
 * {@code (a, b) > (?, ?)} by an index.
 */
public final class Keyset {

    private Keyset() {}

    /** {@code a >= ? AND (a > ? OR (a = ? AND b > ?))}. */
    public static String spelledOut(List<TableColumn> order) {
        TableColumn first = order.getFirst();
        return order.size() == 1 ? compare(first, ">") : compare(first, ">=") + " AND " + from(order, 0);
    }

    /** Which of the values each question mark of {@link #spelledOut} stands for. */
    public static List<Integer> bindings(int columns) {
        List<Integer> numbers = new ArrayList<>();
        if (columns > 1) {
            numbers.add(0);
        }
        for (int i = 0; i < columns - 1; i++) {
            numbers.add(i);
            numbers.add(i);
        }
        numbers.add(columns - 1);
        return numbers;
    }

    private static String from(List<TableColumn> order, int at) {
        TableColumn column = order.get(at);
        return at == order.size() - 1
                ? compare(column, ">")
                : "(" + compare(column, ">") + " OR (" + compare(column, "=") + " AND " + from(order, at + 1) + "))";
    }

    private static String compare(TableColumn column, String how) {
        return column.order() + " " + how + " " + column.bound();
    }
}
