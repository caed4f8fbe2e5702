package dev.tidemark.connectors.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Which keys may have come twice while an empty table was filled, so that only their rows are looked for at the end instead
 * of grouping the whole table. Keys are told apart by 32 bits of their hash: a few too many are remembered, and none too few.
 * Bounded: where there are too many keys it knows nothing, and says so.
 */
final class KeysTwice {

    private static final int MOST_SLOTS = 1 << 22;

    private int @Nullable [] slots = new int[1 << 12];
    private int size;
    private final Keys twice;

    /** @param key the numbers of the key's columns */
    KeysTwice(int[] key) {
        this.twice = new Keys(key);
    }

    /** Whether every key that came twice is remembered. */
    boolean isWhole() {
        return slots != null;
    }

    /** A row was sent to the table, with this hash of its key. */
    void add(long hash, RowEncoder row) {
        if (slots == null) {
            return;
        }
        if (2 * size >= slots.length) {
            grow();
        }
        if (slots != null && !put(slots, (int) (hash ^ hash >>> 32))) {
            twice.add(row);
            if (!twice.isWhole()) {
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
        twice.giveUp();
    }

    /** Puts the keys into a table that has the columns of the key. */
    void copyTo(Connection connection, String table) throws SQLException {
        twice.copyTo(connection, table);
    }
}
