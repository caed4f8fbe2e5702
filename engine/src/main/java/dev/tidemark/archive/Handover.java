package dev.tidemark.archive;

import dev.tidemark.connector.RawPage;
import dev.tidemark.sync.SyncId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages on their way from retrieve to process within one process, so that they need not be read back. Bounded in bytes: what
 * finds no room is read from the archive. A page is known by its place in the archive, not by its number: another worker's
 * page may have taken that number in the line.
 */
public final class Handover {

    private final long room;
    private long used;
    private final Map<Place, RawPage> pages = new LinkedHashMap<>();

    private record Place(SyncId sync, String ref) {}

    public Handover(long bytes) {
        this.room = bytes;
    }

    /** Hands on a page that a committed transaction has named. */
    public synchronized void offer(SyncId sync, String ref, RawPage page) {
        if (used + page.body().length <= room) {
            RawPage before = pages.put(new Place(sync, ref), page);
            used += page.body().length - (before == null ? 0 : before.body().length);
        }
    }

    /** The page, which is then no longer here; null where it is not. */
    public synchronized @Nullable RawPage take(SyncId sync, String ref) {
        RawPage page = pages.remove(new Place(sync, ref));
        if (page != null) {
            used -= page.body().length;
        }
        return page;
    }

    /** Nothing of this sync will be taken any more. */
    public synchronized void forget(SyncId sync) {
        pages.entrySet().removeIf(e -> {
            if (e.getKey().sync().equals(sync)) {
                used -= e.getValue().body().length;
                return true;
            }
            return false;
        });
    }
}
