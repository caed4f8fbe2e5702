package dev.tidemark.sandbox.salesforce.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as it stands in a file, before anyone asks what its columns mean. */
record Staged(String file, String table, List<String> columns, List<Line> lines) {
    /**
     * A row of it.
     *
     * @param number of the line in the file, from 1
     * @param values in the order of the columns; null where there is none
     */
    record Line(int number, List<@Nullable String> values) {}

    Staged(String file, String table, List<String> columns) {
        this(file, table, List.copyOf(columns), new ArrayList<>());
    }

    void add(int number, List<@Nullable String> values) throws BadData {
        if (values.size() != columns.size()) {
            throw new BadData(
                    file + ":" + number,
                    "the row has " + values.size() + " values, but " + table + " has " + columns.size() + " columns");
        }
        lines.add(new Line(number, values));
    }

    /** All values of a column that are neither missing nor blank. */
    List<String> values(int column) {
        var found = new ArrayList<String>();
        for (Line line : lines) {
            String value = line.values().get(column);
            if (value != null && !value.isBlank()) {
                found.add(value);
            }
        }
        return found;
    }

    String where(Line line) {
        return file + ":" + line.number();
    }
}
