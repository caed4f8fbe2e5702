package dev.tidemark.connector;

import java.util.List;

/**
 * A nested list shown as a table: a view with a row for each element. Its columns are the table's key, each behind the table's
 * name ({@code tickets_id}), {@code _tidemark_position} from 0, the fields that elements were seen to have, typed by what they
 * held, {@code value} for elements that are no objects, and when the row came and was deleted. A new field is a new column.
 *
 * @param name of the view, in the schema of the table
 * @param column of the table, in which the list lies
 * @param path the keys under which it lies there; empty where the column is the list
 */
public record ListTable(String name, String column, List<String> path) {
    public ListTable {
        path = List.copyOf(path);
    }
}
