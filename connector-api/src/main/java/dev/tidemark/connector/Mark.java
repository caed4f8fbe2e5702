package dev.tidemark.connector;

/**
 * What stands beside a destination table and moves in one transaction with its rows: who may write, up to which page
 * everything is in, and the fates of the rows of the run in progress.
 *
 * @param fence the highest fencing number that has claimed the table (invariant 2)
 * @param page the number of the last page applied, 0 for none
 * @param run the id of the run that applied it, empty for none
 * @param counts the fates of that run's rows so far
 * @param tidemark up to which moment everything is in
 */
public record Mark(long fence, long page, String run, Counts counts, Tidemark tidemark) {
    public static final Mark NONE = new Mark(0, 0, "", Counts.ZERO);

    /** Of a table of which it is not known up to which moment everything is in. */
    public Mark(long fence, long page, String run, Counts counts) {
        this(fence, page, run, counts, Tidemark.NONE);
    }
}
