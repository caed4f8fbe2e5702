package dev.tidemark.queue;

import dev.tidemark.store.Direct;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** The queue as a table of the store. */
public final class JdbcQueue implements Queue {

    @Override
    public boolean put(Tx tx, UUID idIfNew, JobKind kind, SyncId sync, UUID run, Instant due) {
        return Direct.first(tx, """
                        INSERT INTO job (sync_id, kind, id, run_id, due, state) VALUES (?, ?, ?, ?, ?, 'QUEUED')
                        ON CONFLICT (sync_id, kind) WHERE state IN ('QUEUED', 'RUNNING')
                        DO UPDATE SET notices = job.notices + 1
                        RETURNING notices = 0""", row -> row.getBoolean(1), sync.value(), kind.name(), idIfNew, run, due)
                .orElseThrow();
    }

    @Override
    public boolean holdAndPut(Tx tx, Lease lease, UUID idIfNew, JobKind kind, Instant due) {
        return Direct.first(
                        tx,
                        """
                        WITH held AS (SELECT FROM job WHERE id = ? AND fence = ? AND state = 'RUNNING' FOR UPDATE)
                        INSERT INTO job (sync_id, kind, id, run_id, due, state) SELECT ?, ?, ?, ?, ?, 'QUEUED' FROM held
                        ON CONFLICT (sync_id, kind) WHERE state IN ('QUEUED', 'RUNNING')
                        DO UPDATE SET notices = job.notices + 1
                        RETURNING notices = 0""",
                        row -> row.getBoolean(1),
                        lease.job(),
                        lease.fence(),
                        lease.sync().value(),
                        kind.name(),
                        idIfNew,
                        lease.run(),
                        due)
                .orElseThrow(() -> new LeaseExpired(lease));
    }

    @Override
    public List<Lease> lease(Tx tx, String worker, int most, Duration length, Instant now) {
        return tx.handle()
                .createQuery("""
                        WITH ready AS (
                            SELECT id, sync_id FROM job WHERE state = 'QUEUED' AND due <= :now
                            ORDER BY due, id LIMIT :most FOR UPDATE SKIP LOCKED),
                        fenced AS (
                            INSERT INTO fence SELECT DISTINCT sync_id, 1 FROM ready ORDER BY sync_id
                            ON CONFLICT (sync_id) DO UPDATE SET last = fence.last + 1
                            RETURNING sync_id, last),
                        leased AS (
                            UPDATE job SET state = 'RUNNING', worker = :worker, lease_until = :until, fence = fenced.last
                            FROM ready JOIN fenced USING (sync_id)
                            WHERE job.id = ready.id
                            RETURNING job.*)
                        SELECT * FROM leased ORDER BY due, id""")
                .bind("now", now)
                .bind("most", most)
                .bind("worker", worker)
                .bind("until", now.plus(length))
                .map(JdbcQueue::lease)
                .list();
    }

    @Override
    public Set<UUID> heartbeat(Tx tx, Collection<Lease> leases, Duration length, Instant now) {
        return new HashSet<>(tx.handle()
                .createQuery("""
                        UPDATE job SET lease_until = greatest(lease_until, :until)
                        FROM unnest(CAST(:ids AS uuid[]), CAST(:fences AS bigint[])) AS held (id, fence)
                        WHERE job.id = held.id AND job.fence = held.fence AND job.state = 'RUNNING'
                        RETURNING job.id""")
                .bind("until", now.plus(length))
                .bind("ids", leases.stream().map(Lease::job).toArray(UUID[]::new))
                .bind("fences", leases.stream().map(Lease::fence).toArray(Long[]::new))
                .mapTo(UUID.class)
                .list());
    }

    @Override
    public void hold(Tx tx, Lease lease) {
        boolean held = Direct.first(
                        tx,
                        "SELECT 1 FROM job WHERE id = ? AND fence = ? AND state = 'RUNNING' FOR UPDATE",
                        row -> true,
                        lease.job(),
                        lease.fence())
                .isPresent();
        if (!held) {
            throw new LeaseExpired(lease);
        }
    }

    @Override
    public void holdFor(Tx tx, Lease lease, Duration atLeast, Instant now) {
        hold(tx, lease);
        tx.handle()
                .createUpdate("UPDATE job SET lease_until = greatest(lease_until, :until) WHERE id = :id")
                .bind("until", now.plus(atLeast))
                .bind("id", lease.job())
                .execute();
    }

    @Override
    public boolean finish(Tx tx, Lease lease, long notices) {
        return tx.handle()
                        .createUpdate("""
                                DELETE FROM job
                                WHERE id = :id AND fence = :fence AND state = 'RUNNING' AND notices <= :notices""")
                        .bind("id", lease.job())
                        .bind("fence", lease.fence())
                        .bind("notices", notices)
                        .execute()
                == 1;
    }

    @Override
    public int finishAll(Tx tx, Collection<Lease> leases) {
        return tx.handle()
                .createUpdate("""
                        DELETE FROM job USING unnest(CAST(:ids AS uuid[]), CAST(:fences AS bigint[])) AS held (id, fence)
                        WHERE job.id = held.id AND job.fence = held.fence AND job.state = 'RUNNING'""")
                .bind("ids", leases.stream().map(Lease::job).toArray(UUID[]::new))
                .bind("fences", leases.stream().map(Lease::fence).toArray(Long[]::new))
                .execute();
    }

    @Override
    public Line line(Tx tx, Lease lease) {
        return Direct.first(tx, """
                        SELECT notices, EXISTS (SELECT FROM job other WHERE other.sync_id = job.sync_id
                                                AND other.kind = 'RETRIEVE' AND other.state = 'RUNNING')
                        FROM job WHERE id = ?""", row -> new Line(row.getLong(1), row.getBoolean(2)), lease.job())
                .orElse(new Line(lease.notices(), false));
    }

    @Override
    public void later(Tx tx, Lease lease, Instant due, boolean failed, String reason) {
        int changed = tx.handle()
                .createUpdate("""
                        UPDATE job SET state = 'QUEUED', due = :due, worker = NULL, lease_until = NULL,
                            attempt = CASE WHEN :failed THEN attempt + 1 ELSE attempt END, reason = :reason
                        WHERE id = :id AND fence = :fence AND state = 'RUNNING'""")
                .bind("due", due)
                .bind("failed", failed)
                .bind("reason", reason)
                .bind("id", lease.job())
                .bind("fence", lease.fence())
                .execute();
        if (changed == 0) {
            throw new LeaseExpired(lease);
        }
    }

    @Override
    public void cancel(Tx tx, SyncId sync) {
        tx.handle()
                .createUpdate("DELETE FROM job WHERE sync_id = :sync AND state IN ('QUEUED', 'RUNNING')")
                .bind("sync", sync.value())
                .execute();
    }

    @Override
    public void bury(Tx tx, Lease lease, String reason) {
        tx.handle()
                .createUpdate("""
                        UPDATE job SET state = 'DEAD', worker = NULL, lease_until = NULL, attempt = attempt + 1,
                            reason = :reason
                        WHERE id = :id AND fence = :fence AND state = 'RUNNING'""")
                .bind("reason", reason)
                .bind("id", lease.job())
                .bind("fence", lease.fence())
                .execute();
    }

    @Override
    public List<DeadJob> reclaim(Tx tx, int mostAttempts, Instant now) {
        return tx.handle()
                .createQuery("""
                        WITH lost AS (
                            SELECT id FROM job WHERE state = 'RUNNING' AND lease_until < :now
                            ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED),
                        reclaimed AS (
                            UPDATE job SET attempt = attempt + 1, worker = NULL, lease_until = NULL, due = :now,
                                state = CASE WHEN attempt + 1 >= :most THEN 'DEAD' ELSE 'QUEUED' END,
                                reason = 'the worker ' || worker || ' stopped or lost its lease'
                            FROM lost WHERE job.id = lost.id
                            RETURNING job.*)
                        SELECT * FROM reclaimed WHERE state = 'DEAD'""")
                .bind("now", now)
                .bind("most", mostAttempts)
                .map(JdbcQueue::dead)
                .list();
    }

    @Override
    public List<DeadJob> dead(Tx tx) {
        return tx.handle()
                .createQuery("SELECT * FROM job WHERE state = 'DEAD' ORDER BY due, id")
                .map(JdbcQueue::dead)
                .list();
    }

    @Override
    public boolean replay(Tx tx, UUID job, Instant now) {
        return tx.handle().createUpdate("""
                                UPDATE job SET state = 'QUEUED', attempt = 0, due = :now
                                WHERE id = :id AND state = 'DEAD' AND NOT EXISTS (
                                    SELECT 1 FROM job other WHERE other.sync_id = job.sync_id AND other.kind = job.kind
                                        AND other.state IN ('QUEUED', 'RUNNING'))""").bind("id", job).bind("now", now).execute() == 1;
    }

    @Override
    public long size(Tx tx) {
        return tx.handle()
                .createQuery("SELECT count(*) FROM job WHERE state IN ('QUEUED', 'RUNNING')")
                .mapTo(Long.class)
                .one();
    }

    private static Lease lease(ResultSet rs, StatementContext ctx) throws SQLException {
        return new Lease(
                rs.getObject("id", UUID.class),
                new SyncId(rs.getObject("sync_id", UUID.class)),
                rs.getObject("run_id", UUID.class),
                JobKind.valueOf(rs.getString("kind")),
                rs.getInt("attempt"),
                rs.getLong("fence"),
                rs.getLong("notices"),
                rs.getString("worker"),
                rs.getObject("lease_until", OffsetDateTime.class).toInstant());
    }

    private static DeadJob dead(ResultSet rs, StatementContext ctx) throws SQLException {
        String reason = rs.getString("reason");
        return new DeadJob(
                rs.getObject("id", UUID.class),
                new SyncId(rs.getObject("sync_id", UUID.class)),
                rs.getObject("run_id", UUID.class),
                JobKind.valueOf(rs.getString("kind")),
                rs.getInt("attempt"),
                rs.getObject("due", OffsetDateTime.class).toInstant(),
                reason == null ? "" : reason);
    }
}
