package dev.tidemark.connectors.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Which keys may have come twice while an empty table was filled, so that only their rows are looked for at the end instead
 * of grouping the whole table. Keys are told apart by 32 bits of their hash: a few too many are remembered, and none too few.
 * Bounded: where there are too many keys it knows nothing, and says so.
 */
final class KeysTwice {

    private static final int MOST_SLOTS = 1 << 22;
    private static final int MOST_BYTES = 4 << 20;

    private final int columns;
    private int @Nullable [] slots = new int[1 << 12];
    private int size;
    private Bytes twice = new Bytes(1024);

    /** @param columns of the key */
    KeysTwice(int columns) {
        this.columns = columns;
        CopyFormat.header(twice);
    }

    /** Whether every key that came twice is remembered. */
    boolean isWhole() {
        return slots != null;
    }

    /** A row with this key, whose parts are that of the row, was sent to the table. */
    void add(long hash, RowEncoder row, int[] key) {
        if (slots == null) {
            return;
        }
        if (2 * size >= slots.length) {
            grow();
        }
        if (slots != null && !put(slots, (int) (hash ^ hash >>> 32))) {
            twice.int2(columns);
            for (int column : key) {
                row.writeTo(twice, column);
            }
            if (twice.length > MOST_BYTES) {
                giveUp();
            }
        }
    }

    private void grow() {
        int[] before = slots;
        if (before == null || before.length == MOST_SLOTS) {
            giveUp();
            return;
        }
        slots = new int[before.length * 2];
        size = 0;
        for (int print : before) {
            if (print != 0) {
                put(slots, print);
            }
        }
    }

    private boolean put(int[] into, int hash) {
        int print = hash == 0 ? 1 : hash;
        int mask = into.length - 1;
        int at = (print * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(mask);
        while (into[at] != 0) {
            if (into[at] == print) {
                return false;
            }
            at = at + 1 & mask;
        }
        into[at] = print;
        size++;
        return true;
    }

    private void giveUp() {
        slots = null;
        twice = new Bytes(0);
    }

    /** Puts the keys into a table that has the columns of the key. */
    void copyTo(Connection connection, String table) throws SQLException {
        int end = twice.length;
        CopyFormat.trailer(twice);
        twice.length = end;
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
        copy.writeToCopy(twice.array, 0, end + 2);
        copy.endCopy();
    }
}
