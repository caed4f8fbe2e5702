package dev.tidemark.engine;

import dev.tidemark.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** The table of workers, so that those on one store can see whether they agree. */
public final class JdbcWorkers {

    /** Unseen for so long, a worker is taken for gone. */
    static final Duration GONE = Duration.ofSeconds(30);

    /** A worker that was seen lately. */
    public record Seen(String id, String version, String workspaces, Instant startedAt, Instant seenAt) {}

    void seen(Tx tx, String id, String version, String workspaces, Instant now) {
        tx.handle()
                .createUpdate("""
                        INSERT INTO worker (id, version, workspaces, started_at, seen_at)
                        VALUES (:id, :version, :workspaces, :now, :now)
                        ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, workspaces = excluded.workspaces""")
                .bind("id", id)
                .bind("version", version)
                .bind("workspaces", workspaces)
                .bind("now", now)
                .execute();
        tx.handle()
                .createUpdate("DELETE FROM worker WHERE seen_at < :old")
                .bind("old", now.minus(GONE.multipliedBy(10)))
                .execute();
    }

    void left(Tx tx, String id) {
        tx.handle()
                .createUpdate("DELETE FROM worker WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /** Takes turns: two workers that start at once see one another. */
    void lock(Tx tx) {
        tx.handle().execute("LOCK TABLE worker IN EXCLUSIVE MODE");
    }

    public List<Seen> alive(Tx tx, Instant now) {
        return tx.handle()
                .createQuery("SELECT * FROM worker WHERE seen_at > :since ORDER BY started_at, id")
                .bind("since", now.minus(GONE))
                .map((rs, ctx) -> new Seen(
                        rs.getString("id"),
                        rs.getString("version"),
                        rs.getString("workspaces"),
                        rs.getObject("started_at", OffsetDateTime.class).toInstant(),
                        rs.getObject("seen_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
