package dev.tidemark.connectors.salesforce;

/**
 * An ingest job as it is known after the last look at it.
 *
 * @param state in which it ended; empty while it is at work
 * @param processed how many rows were done, well or not; 0 while it is at work
 * @param failed how many of these were not accepted
 */
record BulkJob(String id, String state, long processed, long failed) {

    BulkJob(String id) {
        this(id, "", 0, 0);
    }

    static BulkJob of(String text) {
        String[] parts = text.split(" ", -1);
        return new BulkJob(parts[0], parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    String text() {
        return String.join(" ", id, state, Long.toString(processed), Long.toString(failed));
    }

    boolean isComplete() {
        return state.equals("JobComplete");
    }

    /** How many requests its outcomes take: the accepted rows, those refused, and those it did not come to. */
    int requests() {
        return isComplete() ? failed > 0 ? 2 : 1 : 3;
    }
}
