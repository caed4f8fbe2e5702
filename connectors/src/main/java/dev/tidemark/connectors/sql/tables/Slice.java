package dev.tidemark.connectors.sql.tables;

/**
 * What is known of the rows of a slice without looking at them again, so that steps which cannot apply are left out.
 *
 * @param rows how many were taken
 * @param tombstones how many of them say that their key is gone
 * @param unversioned how many of them came without a version
 * @param twice whether a key may be there twice
 */
record Slice(long rows, long tombstones, long unversioned, boolean twice) {

    static Slice of(Row row) {
        return new Slice(1, row.isTombstone() ? 1 : 0, row.isVersioned() ? 0 : 1, false);
    }

    boolean mixed() {
        return unversioned > 0 && unversioned < rows;
    }
}
