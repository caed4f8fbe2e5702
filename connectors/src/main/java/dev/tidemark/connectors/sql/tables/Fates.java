package dev.tidemark.connectors.sql.tables;

/** What became of rows that were sent to a table (invariant 6). */
record Fates(long loaded, long unchanged, long deleted) {

    static final Fates NONE = new Fates(0, 0, 0);

    Fates plus(Fates more) {
        return new Fates(loaded + more.loaded, unchanged + more.unchanged, deleted + more.deleted);
    }
}
