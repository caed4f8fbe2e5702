package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Keys of records that are not in the stage. Bounded: of too many it holds none, and says so. */
final class OtherKeys {

    private static final long MOST_BYTES = 16L << 20;

    /** What an object and its arrays take beside the texts, about. */
    private static final int OVERHEAD = 120;

    private static final long NO_PAGE = -1;

    private final int[] columns;
    private final List<FieldType> types;
    private List<Row> keys = new ArrayList<>();
    private boolean whole = true;
    private long bytes;

    /**
     * @param columns the numbers of the key's columns
     * @param types of these columns
     */
    OtherKeys(int[] columns, List<FieldType> types) {
        this.columns = columns;
        this.types = types;
    }

    /** Whether every key that was added is held. */
    boolean isWhole() {
        return whole;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Adds the key of a row. */
    void add(Row row) {
        if (!whole) {
            return;
        }
        Row key = new Row(types);
        bytes += OVERHEAD;
        for (int i = 0; i < columns.length; i++) {
            key.take(i, row, columns[i]);
            bytes += row.weight(columns[i]);
        }
        keys.add(key);
        if (bytes > MOST_BYTES) {
            whole = false;
            keys = List.of();
        }
    }

    /** Stages them as rows that have nothing but a key. */
    void stage(Stage stage, Shape shape) throws SQLException {
        int meta = shape.columns().size();
        Row row = new Row(shape.staged());
        for (Row key : keys) {
            row.clear();
            for (int i = 0; i < columns.length; i++) {
                row.take(columns[i], key, i);
            }
            row.put(meta + 1, 0L);
            row.put(meta + 2, NO_PAGE);
            row.put(meta + 4, 0L);
            stage.add(row);
        }
    }

    /** Such rows are listed, and never merged. */
    static void unstage(Connection connection) throws SQLException {
        Jdbc.update(connection, "DELETE FROM " + Shape.STAGE + " WHERE " + Meta.PAGE + " = " + NO_PAGE);
    }
}
