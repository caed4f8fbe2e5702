package dev.tidemark.connector;

import java.util.List;

/**
 * An optional power of a source: asking for records by their keys, so that what a webhook named is read alone. Only for streams
 * with a version field, or of which every page holds the values of the time at which it was answered: else an older state that
 * is answered later would replace a newer one (invariant 7).
 */
public interface ReadsByKey {

    /**
     * How many keys one request may ask for; 0 where this stream cannot be asked for by key.
     *
     * @param gone as in {@link #readByKey}
     */
    int mostKeys(String stream, boolean gone);

    /**
     * Asks for these records, in one request. The page is one of those that {@link SourceConnector#records} reads, with the
     * same values in it, and {@link Next.Done} follows it. A key that is not answered is no tombstone (invariant 5): the page
     * has one only where the API itself says that this record was deleted; that it may not be seen is no such word.
     *
     * @param gone whether an event said that these were deleted: then what is wanted is the API's own word on that
     */
    Answer readByKey(Access access, StreamSpec stream, List<String> keys, boolean gone);
}
