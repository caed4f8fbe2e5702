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

    /** Takes the record in the making back, as if {@link #begin} had not been called. */
    void discard();

    /** What became of the last ended row, where that is already known to be a refusal: in careful mode. Null otherwise. */
    @org.jspecify.annotations.Nullable
    String refusal();
}
