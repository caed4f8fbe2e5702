package dev.tidemark.connectors.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Keys of rows, in the form in which COPY takes them. Bounded: of too many it holds none, and says so. */
final class Keys {

    private static final int MOST_BYTES = 4 << 20;

    private final int[] columns;
    private Bytes keys = new Bytes(1024);
    private boolean whole = true;
    private boolean empty = true;

    /** @param columns the numbers of the key's columns */
    Keys(int[] columns) {
        this.columns = columns;
        CopyFormat.header(keys);
    }

    boolean isEmpty() {
        return empty;
    }

    /** Whether every key that was added is held. */
    boolean isWhole() {
        return whole;
    }

    /** Adds the key of the row. */
    void add(RowEncoder row) {
        empty = false;
        if (whole) {
            keys.int2(columns.length);
            for (int column : columns) {
                row.writeTo(keys, column);
            }
            if (keys.length > MOST_BYTES) {
                giveUp();
            }
        }
    }

    void giveUp() {
        whole = false;
        keys = new Bytes(0);
    }

    /** Puts the keys into a table that has the columns of the key. */
    void copyTo(Connection connection, String table) throws SQLException {
        int end = keys.length;
        CopyFormat.trailer(keys);
        keys.length = end;
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
        copy.writeToCopy(keys.array, 0, end + 2);
        copy.endCopy();
    }
}
