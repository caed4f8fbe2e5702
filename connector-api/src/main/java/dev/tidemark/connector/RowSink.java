package dev.tidemark.connector;

/** A {@link RecordSink} at the end of the way: fields are columns, and each row says where it came from. */
public interface RowSink extends RecordSink {

    /**
     * The rows that follow come from this page.
     *
     * @param page its number in the sync's line of pages
     * @param retrievedAtMicros when it was retrieved, in microseconds since 1970 UTC
     */
    void page(long page, long retrievedAtMicros);

    /**
     * The version of the record in the making, in microseconds since 1970 UTC by the source's clock. Without it, the order
     * of arrival decides.
     */
    void version(long epochMicros);

    /**
     * Takes the record in the making back: it counts as rejected. What came of its key tells all the same that the record is
     * there.
     */
    void discard();

    /**
     * Why the row that {@link #end} ended last was not taken; null where it was. In either mode this tells of a value that
     * the database cannot hold, which the sink finds itself: a NUL character, a date out of range, an empty key. In careful
     * mode it also tells what the database refused. A refused row is not in the slice: it counts as rejected.
     */
    @org.jspecify.annotations.Nullable
    String refusal();
}
