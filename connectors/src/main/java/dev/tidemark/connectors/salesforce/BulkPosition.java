package dev.tidemark.connectors.salesforce;

/**
 * Where a pass by query jobs stands. A job's rows come in no order, so where a job is lost all of its rows are asked for anew.
 *
 * @param lastId of the records that came before by another way; empty for none
 * @param before how many those are
 * @param failed how many jobs of this pass came to nothing
 * @param job the id of the job; empty where it is not made yet
 * @param isDone whether the job has its rows
 * @param locator of the next rows; empty for the first
 * @param total how many rows the job has; 0 before it is done
 */
record BulkPosition(String lastId, long before, int failed, String job, boolean isDone, String locator, long total) {

    private static final String VERSION = "2";

    /** After this record of a pass that was begun by REST. */
    static BulkPosition after(String lastId, long before) {
        return new BulkPosition(lastId, before, 0, "", false, "", 0);
    }

    static boolean isOne(String token) {
        return token.startsWith(VERSION + " ");
    }

    static BulkPosition of(String token) {
        String[] parts = token.split(" ", -1);
        if (parts.length != 8 || !isOne(token)) {
            throw new IllegalArgumentException("not a position of this connector: " + token);
        }
        return new BulkPosition(
                parts[1],
                Long.parseLong(parts[2]),
                Integer.parseInt(parts[3]),
                parts[4],
                Boolean.parseBoolean(parts[5]),
                parts[6],
                Long.parseLong(parts[7]));
    }

    String token() {
        return String.join(
                " ",
                VERSION,
                lastId,
                Long.toString(before),
                Integer.toString(failed),
                job,
                Boolean.toString(isDone),
                locator,
                Long.toString(total));
    }

    BulkPosition made(String id) {
        return new BulkPosition(lastId, before, failed, id, false, "", 0);
    }

    BulkPosition done(long rows) {
        return new BulkPosition(lastId, before, failed, job, true, "", rows);
    }

    BulkPosition at(String next) {
        return new BulkPosition(lastId, before, failed, job, true, next, total);
    }

    /** The job came to nothing: another is made. */
    BulkPosition anew() {
        return new BulkPosition(lastId, before, failed + 1, "", false, "", 0);
    }

    /** The same records by REST, in the order of ids. */
    Position byRest() {
        return new Position(lastId, before, 0, "", "");
    }
}
