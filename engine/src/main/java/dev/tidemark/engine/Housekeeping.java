package dev.tidemark.engine;

import dev.tidemark.archive.Archive;
import dev.tidemark.archive.JdbcPages;
import dev.tidemark.store.Store;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.SyncId;
import dev.tidemark.sync.SyncRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Clears away what has served: applied pages past their retention, and pages that no transaction named. */
public final class Housekeeping {

    private static final Duration EVERY = Duration.ofMinutes(10);

    /** A page this old that nothing names was left by a crash: whoever wrote it has long lost the lease. */
    private static final Duration GARBAGE_AFTER = Duration.ofDays(1);

    private static final int BATCH = 1000;

    private final Store store;
    private final InstantSource clock;
    private final Archive archive;
    private final Duration retention;
    private final JdbcPages pages = new JdbcPages();
    private final JdbcSyncs syncs = new JdbcSyncs();
    private Instant next = Instant.MIN;

    /** @param retention how long applied pages stay in the archive */
    public Housekeeping(Store store, InstantSource clock, Archive archive, Duration retention) {
        this.store = store;
        this.clock = clock;
        this.archive = archive;
        this.retention = retention;
    }

    /** Clears, unless that was done a short time ago. */
    public void step() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        List<String> retired = store.inTransaction(tx -> pages.retire(tx, now.minus(retention), BATCH));
        archive.delete(retired);
        if (retired.size() < BATCH) {
            garbage(now);
            next = now.plus(EVERY);
        }
    }

    private void garbage(Instant now) {
        for (SyncId sync :
                store.inTransaction(syncs::all).stream().map(SyncRow::id).toList()) {
            List<String> old = archive.writtenBefore(sync, now.minus(GARBAGE_AFTER));
            if (!old.isEmpty()) {
                Set<String> named = new HashSet<>(store.inTransaction(tx -> pages.refs(tx, sync)));
                archive.delete(old.stream().filter(ref -> !named.contains(ref)).toList());
            }
        }
    }
}
