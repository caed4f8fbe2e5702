package dev.tidemark.connectors.postgres;

/** What became of rows that were sent to a table (invariant 6). */
record Fates(long loaded, long unchanged, long deleted) {

    static final Fates NONE = new Fates(0, 0, 0);

    Fates {
        if (loaded < 0 || unchanged < 0 || deleted < 0) {
            throw new IllegalArgumentException("fates are not negative: " + loaded + ", " + unchanged + ", " + deleted);
        }
    }

    Fates plus(Fates more) {
        return new Fates(loaded + more.loaded, unchanged + more.unchanged, deleted + more.deleted);
    }
}
