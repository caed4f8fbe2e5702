package dev.tidemark.dispatch;

import dev.tidemark.store.Ids;
import dev.tidemark.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The due syncs, in SQL. */
final class JdbcDue {

    /** A due sync and why. */
    record Due(UUID sync, boolean requested, boolean inbound) {}

    private JdbcDue() {}

    /**
     * Dispatches up to a batch of due syncs in three statements. Due is {@code synced_at <= now − interval OR synced_at IS
     * NULL}, kept as {@code due_at}, and rested after failures; a person's request waits for neither.
     */
    static int dispatch(Tx tx, Ids ids, int batch, Instant now) {
        List<Due> due = tx.handle()
                .createQuery("""
                        WITH asked AS (
                            SELECT id FROM sync
                            WHERE requested_at IS NOT NULL AND run_id IS NULL AND state = 'ACTIVE'
                            ORDER BY requested_at LIMIT :batch FOR UPDATE SKIP LOCKED),
                        scheduled AS (
                            SELECT id FROM sync
                            WHERE greatest(due_at, back_off_until) <= :now
                              AND state = 'ACTIVE' AND run_id IS NULL AND due_at IS NOT NULL
                            ORDER BY greatest(due_at, back_off_until) LIMIT :batch FOR UPDATE SKIP LOCKED)
                        SELECT id, requested_at IS NOT NULL AS requested, direction = 'INBOUND' AS inbound FROM sync
                        WHERE id IN (SELECT id FROM asked UNION ALL SELECT id FROM scheduled)
                        ORDER BY requested_at NULLS LAST, due_at, id
                        LIMIT :batch""")
                .bind("batch", batch)
                .bind("now", now)
                .map((rs, ctx) ->
                        new Due(rs.getObject("id", UUID.class), rs.getBoolean("requested"), rs.getBoolean("inbound")))
                .list();
        if (due.isEmpty()) {
            return 0;
        }
        UUID[] syncs = due.stream().map(Due::sync).toArray(UUID[]::new);
        UUID[] runs = due.stream().map(d -> ids.next()).toArray(UUID[]::new);
        UUID[] jobs = due.stream().map(d -> ids.next()).toArray(UUID[]::new);
        Boolean[] requested = due.stream().map(Due::requested).toArray(Boolean[]::new);
        Boolean[] inbound = due.stream().map(Due::inbound).toArray(Boolean[]::new);
        return tx.handle()
                .createUpdate("""
                        WITH due AS (
                            SELECT * FROM unnest(CAST(:syncs AS uuid[]), CAST(:runs AS uuid[]), CAST(:jobs AS uuid[]),
                                CAST(:requested AS boolean[]), CAST(:inbound AS boolean[]))
                                AS d (sync_id, run_id, job_id, requested, inbound)),
                        new_run AS (
                            INSERT INTO run (id, sync_id, kind, cause, state, queued_at)
                            SELECT run_id, sync_id, CASE WHEN inbound THEN 'INCREMENTAL' ELSE 'OUTBOUND' END,
                                CASE WHEN requested THEN 'REQUEST' ELSE 'SCHEDULE' END, 'QUEUED', :now FROM due),
                        new_job AS (
                            INSERT INTO job (id, sync_id, run_id, kind, state, due)
                            SELECT job_id, sync_id, run_id, CASE WHEN inbound THEN 'RETRIEVE' ELSE 'ACTIVATE' END,
                                'QUEUED', :now FROM due)
                        UPDATE sync SET run_id = due.run_id, requested_at = NULL FROM due WHERE sync.id = due.sync_id""")
                .bind("syncs", syncs)
                .bind("runs", runs)
                .bind("jobs", jobs)
                .bind("requested", requested)
                .bind("inbound", inbound)
                .bind("now", now)
                .execute();
    }
}
