package dev.tidemark.process;

import dev.tidemark.queue.JobKind;
import dev.tidemark.queue.Queue;
import dev.tidemark.store.Direct;
import dev.tidemark.store.Ids;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table of pages that are to be processed again; at most one stretch a sync, valid while its run is in flight. */
public final class JdbcReprocess {

    /**
     * A stretch of a sync's line.
     *
     * @param done the last page that is done
     * @param to the last page to do
     */
    public record Stretch(UUID run, long done, long to) {
        Stretch at(long page) {
            return new Stretch(run, page, to);
        }
    }

    public Optional<Stretch> find(Tx tx, SyncId sync) {
        return Direct.first(
                tx,
                """
                SELECT p.run_id, p.done_page, p.to_page FROM reprocess p JOIN run r ON r.id = p.run_id
                WHERE p.sync_id = ? AND r.state IN ('QUEUED', 'RUNNING')\
                """,
                row -> new Stretch(row.getObject(1, UUID.class), row.getLong(2), row.getLong(3)),
                sync.value());
    }

    /** A person wants these pages again: a run of its own, done by the job that loads the sync's pages. Answers the run. */
    public UUID request(Tx tx, Queue queue, Ids ids, SyncId sync, long from, long to, Instant now) {
        UUID run = ids.next();
        // Jobs before runs, as all others lock them.
        queue.put(tx, ids.next(), JobKind.PROCESS, sync, run, now);
        tx.handle()
                .createUpdate("""
                    INSERT INTO run (id, sync_id, kind, cause, state, queued_at, first_page, last_page)
                    VALUES (:run, :sync, 'REPROCESS', 'REQUEST', 'QUEUED', :now, :from, :to)\
                    """)
                .bind("run", run)
                .bind("sync", sync.value())
                .bind("now", now)
                .bind("from", from)
                .bind("to", to)
                .execute();
        tx.handle()
                .createUpdate("""
                    INSERT INTO reprocess (sync_id, run_id, done_page, to_page) VALUES (:sync, :run, :done, :to)
                    ON CONFLICT (sync_id) DO UPDATE SET run_id = excluded.run_id, done_page = excluded.done_page,
                        to_page = excluded.to_page\
                    """)
                .bind("sync", sync.value())
                .bind("run", run)
                .bind("done", from - 1)
                .bind("to", to)
                .execute();
        return run;
    }

    void done(Tx tx, SyncId sync, long page) {
        Direct.updateLater(tx, "UPDATE reprocess SET done_page = ? WHERE sync_id = ?", page, sync.value());
    }

    /**
     * The first page from which on every page holds all that the table has: that of the newest complete reading of
     * everything, which may have been begun by runs that failed. Empty where there was none.
     */
    public Optional<Long> earliest(Tx tx, SyncId sync) {
        return tx.handle()
                .createQuery("""
                    WITH line AS (
                        SELECT id, queued_at, kind, retrieved_at, first_page FROM run
                        WHERE sync_id = :sync AND first_page IS NOT NULL AND kind IN ('BACKFILL', 'INCREMENTAL')),
                    whole AS (
                        SELECT * FROM line WHERE kind = 'BACKFILL' AND retrieved_at IS NOT NULL
                        ORDER BY queued_at DESC, id DESC LIMIT 1)
                    SELECT l.first_page FROM line l, whole w
                    WHERE l.id = w.id OR (l.kind = 'BACKFILL' AND l.retrieved_at IS NULL AND l.queued_at < w.queued_at
                        AND NOT EXISTS (SELECT FROM line o WHERE o.queued_at > l.queued_at
                            AND o.queued_at < w.queued_at
                            AND (o.kind <> 'BACKFILL' OR o.retrieved_at IS NOT NULL)))
                    ORDER BY l.first_page LIMIT 1\
                    """)
                .bind("sync", sync.value())
                .mapTo(Long.class)
                .findOne();
    }
}
