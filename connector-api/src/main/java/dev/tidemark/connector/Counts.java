package dev.tidemark.connector;

/**
 * The fates of records (invariant 6).
 *
 * @param seen records that the pages held
 * @param loaded rows created or changed
 * @param unchanged records that the table already had, in this version or a newer one
 * @param deleted rows deleted, or marked so
 * @param rejected records that could not be written, each kept with its reason
 */
public record Counts(long seen, long loaded, long unchanged, long deleted, long rejected) {

    public static final Counts ZERO = new Counts(0, 0, 0, 0, 0);

    public Counts {
        if (seen < 0 || loaded < 0 || unchanged < 0 || deleted < 0 || rejected < 0) {
            throw new IllegalArgumentException("counts are not negative");
        }
    }

    public Counts plus(Counts more) {
        return new Counts(
                seen + more.seen,
                loaded + more.loaded,
                unchanged + more.unchanged,
                deleted + more.deleted,
                rejected + more.rejected);
    }

    /** Whether every record has a fate. A run whose counts do not balance is not a success. */
    public boolean balance() {
        return seen == loaded + unchanged + deleted + rejected;
    }
}
