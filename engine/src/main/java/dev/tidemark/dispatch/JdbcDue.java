package dev.tidemark.dispatch;

import dev.tidemark.store.Ids;
import dev.tidemark.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The due syncs, in SQL. */
final class JdbcDue {

    /** A due sync and why. */
    record Due(UUID sync, String kind, String cause) {}

    private JdbcDue() {}

    /**
     * Dispatches up to a batch of due syncs in three statements. Due is {@code synced_at <= now − interval OR synced_at IS
     * NULL}, kept as {@code due_at}, and rested after failures; a person's request waits for neither. A webhook's hint makes
     * one due that was read before, and rests after failures, too.
     */
    static int dispatch(Tx tx, Ids ids, int batch, Instant now) {
        List<Due> due = tx.handle()
                .createQuery("""
                    WITH asked AS (
                        SELECT id FROM sync
                        WHERE requested_at IS NOT NULL AND run_id IS NULL AND state = 'ACTIVE'
                        ORDER BY requested_at LIMIT :batch FOR UPDATE SKIP LOCKED),
                    hinted AS (
                        SELECT id FROM sync
                        WHERE hinted_at IS NOT NULL AND run_id IS NULL AND state = 'ACTIVE'
                          AND back_off_until <= :now AND synced_at IS NOT NULL
                        ORDER BY hinted_at LIMIT :batch FOR UPDATE SKIP LOCKED),
                    scheduled AS (
                        SELECT id FROM sync
                        WHERE greatest(due_at, back_off_until) <= :now
                          AND state = 'ACTIVE' AND run_id IS NULL AND due_at IS NOT NULL
                        ORDER BY greatest(due_at, back_off_until) LIMIT :batch FOR UPDATE SKIP LOCKED)
                    SELECT id,
                        CASE WHEN requested_at IS NOT NULL THEN 'REQUEST'
                             WHEN greatest(due_at, back_off_until) <= :now AND due_at IS NOT NULL THEN 'SCHEDULE'
                             ELSE 'HOOK' END AS cause,
                        hinted_pass, direction = 'INBOUND' AS inbound FROM sync
                    WHERE id IN (SELECT id FROM asked UNION ALL SELECT id FROM hinted UNION ALL SELECT id FROM scheduled)
                    ORDER BY requested_at NULLS LAST, hinted_at NULLS LAST, due_at, id
                    LIMIT :batch\
                    """)
                .bind("batch", batch)
                .bind("now", now)
                .map((rs, ctx) -> new Due(
                        rs.getObject("id", UUID.class),
                        kind(rs.getBoolean("inbound"), rs.getString("cause"), rs.getBoolean("hinted_pass")),
                        rs.getString("cause")))
                .list();
        if (due.isEmpty()) {
            return 0;
        }
        UUID[] syncs = due.stream().map(Due::sync).toArray(UUID[]::new);
        UUID[] runs = due.stream().map(d -> ids.next()).toArray(UUID[]::new);
        UUID[] jobs = due.stream().map(d -> ids.next()).toArray(UUID[]::new);
        String[] kinds = due.stream().map(Due::kind).toArray(String[]::new);
        String[] causes = due.stream().map(Due::cause).toArray(String[]::new);
        return tx.handle()
                .createUpdate("""
                    WITH due AS (
                        SELECT * FROM unnest(CAST(:syncs AS uuid[]), CAST(:runs AS uuid[]), CAST(:jobs AS uuid[]),
                            CAST(:kinds AS text[]), CAST(:causes AS text[]))
                            AS d (sync_id, run_id, job_id, kind, cause)),
                    new_run AS (
                        INSERT INTO run (id, sync_id, kind, cause, state, queued_at)
                        SELECT run_id, sync_id, kind, cause, 'QUEUED', :now FROM due),
                    new_job AS (
                        INSERT INTO job (id, sync_id, run_id, kind, state, due)
                        SELECT job_id, sync_id, run_id, CASE WHEN kind = 'OUTBOUND' THEN 'ACTIVATE' ELSE 'RETRIEVE' END,
                            'QUEUED', :now FROM due)
                    UPDATE sync SET run_id = due.run_id, requested_at = NULL, hinted_at = NULL, hinted_pass = false
                    FROM due WHERE sync.id = due.sync_id\
                    """)
                .bind("syncs", syncs)
                .bind("runs", runs)
                .bind("jobs", jobs)
                .bind("kinds", kinds)
                .bind("causes", causes)
                .bind("now", now)
                .execute();
    }

    private static String kind(boolean inbound, String cause, boolean hintedPass) {
        if (!inbound) {
            return "OUTBOUND";
        }
        return cause.equals("HOOK") && !hintedPass ? "HINTED" : "INCREMENTAL";
    }
}
