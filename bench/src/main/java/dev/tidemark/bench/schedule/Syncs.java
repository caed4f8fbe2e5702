package dev.tidemark.bench.schedule;

import dev.tidemark.bench.Database.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Syncs in a store whose tables stand: as many as wanted, some of them due. */
public final class Syncs {

    private Syncs() {}

    /** @param oneDueOf every so manieth is due since a minute, all over the table; the others in hours */
    public static void fill(Place store, int syncs, int oneDueOf) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO sync (id, workspace, name, direction, state, identity, hash, definition, schedule,
                        created_at, synced_at, due_at)
                    SELECT gen_random_uuid(), 'customer-' || n / 10, 'stream-' || n %% 10, 'INBOUND', 'ACTIVE',
                        'in crm.stream db.table', repeat('a', 64), '{"from": "crm", "to": "db", "stream": "Contact"}',
                        'every 180 minutes', now(), now() - interval '180 minutes',
                        now() + CASE WHEN n %% %2$d = 0 THEN interval '-1 minute' ELSE make_interval(secs => 3600 + n) END
                    FROM generate_series(1, %1$d) n""".formatted(syncs, oneDueOf));
            statement.execute("VACUUM ANALYZE sync");
        }
    }

    /** As if the last dispatch had not been. */
    static void undo(Place store) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE job");
            statement.execute("DELETE FROM run");
            statement.execute("UPDATE sync SET run_id = NULL WHERE run_id IS NOT NULL");
            statement.execute("VACUUM sync");
            statement.execute("VACUUM run");
        }
    }
}
