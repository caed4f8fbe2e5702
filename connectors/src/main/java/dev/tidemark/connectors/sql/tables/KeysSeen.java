package dev.tidemark.connectors.sql.tables;

import java.util.Arrays;

/** A set of key hashes. Two keys may share one, so it tells surely only that no key came twice. */
public final class KeysSeen {

    private long[] table = new long[4096];
    private int size;
    private boolean twice;

    public void clear() {
        if (size > 0) {
            Arrays.fill(table, 0);
        }
        size = 0;
        twice = false;
    }

    public boolean twice() {
        return twice;
    }

    public void add(long hash) {
        if (2 * size >= table.length) {
            grow();
        }
        if (!put(table, hash == 0 ? 1 : hash)) {
            twice = true;
        } else {
            size++;
        }
    }

    private void grow() {
        long[] wider = new long[table.length * 4];
        for (long hash : table) {
            if (hash != 0) {
                put(wider, hash);
            }
        }
        table = wider;
    }

    private static boolean put(long[] table, long hash) {
        int mask = table.length - 1;
        long mixed = hash * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> 40) & mask;
        while (table[at] != 0) {
            if (table[at] == hash) {
                return false;
            }
            at = at + 1 & mask;
        }
        table[at] = hash;
        return true;
    }
}
