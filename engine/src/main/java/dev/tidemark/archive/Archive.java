package dev.tidemark.archive;

import dev.tidemark.connector.RawPage;
import dev.tidemark.sync.SyncId;
import java.time.Instant;
import java.util.List;

/** Where pages are kept as they came. A folder here; an object store can be one too. */
public interface Archive {

    /**
     * Stores a page. When this returns the page is durable: file and folder synced, or the object acknowledged (invariant
     * 1). A page that no transaction goes on to name is garbage.
     *
     * @param n its number in the sync's line of pages
     * @param fence of the worker that stores it, so that two workers never write one name
     * @throws ArchiveUnavailable where it cannot be stored; nothing is named then
     */
    Stored put(SyncId sync, long n, long fence, RawPage page);

    /** @throws ArchiveUnavailable where it cannot be read now; {@link ArchiveUnavailable#lost} where it is gone or broken */
    RawPage get(String ref, String format);

    /** Replaces the content of a page in place, durably and as a whole. */
    Stored replace(String ref, RawPage page);

    void delete(List<String> refs);

    /** Pages written before this time, by the archive's own clock, so that those that nothing names can be found. */
    List<String> writtenBefore(SyncId sync, Instant time);

    /**
     * A page in its place.
     *
     * @param ref by which it is found again
     * @param bytes that it takes there
     */
    record Stored(String ref, long bytes) {}
}
