package dev.tidemark.bench.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The limit: the same changes in one statement a batch, on one connection, with ids that the database makes. */
final class ByHand {

    private static final String BATCH = """
            WITH due AS MATERIALIZED (
                SELECT id, gen_random_uuid() AS run, direction = 'INBOUND' AS inbound FROM sync
                WHERE greatest(due_at, back_off_until) <= now()
                  AND state = 'ACTIVE' AND run_id IS NULL AND due_at IS NOT NULL
                ORDER BY greatest(due_at, back_off_until) LIMIT 1000 FOR UPDATE SKIP LOCKED),
            new_run AS (
                INSERT INTO run (id, sync_id, kind, cause, state, queued_at)
                SELECT run, id, CASE WHEN inbound THEN 'INCREMENTAL' ELSE 'OUTBOUND' END, 'SCHEDULE', 'QUEUED', now()
                FROM due),
            new_job AS (
                INSERT INTO job (id, sync_id, run_id, kind, state, due)
                SELECT gen_random_uuid(), id, run, CASE WHEN inbound THEN 'RETRIEVE' ELSE 'ACTIVATE' END, 'QUEUED', now()
                FROM due)
            UPDATE sync SET run_id = due.run FROM due WHERE sync.id = due.id""";

    private ByHand() {}

    static int dispatch(Connection connection) throws SQLException {
        int all = 0;
        try (PreparedStatement statement = connection.prepareStatement(BATCH)) {
            int batch;
            do {
                batch = statement.executeUpdate();
                all += batch;
            } while (batch == 1000);
        }
        return all;
    }
}
