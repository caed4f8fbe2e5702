package dev.tidemark.run;

import dev.tidemark.connector.Counts;
import dev.tidemark.store.Direct;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of runs. Each change of state names the states it may come from, so that a run that has ended stays ended. */
public final class JdbcRuns {

    /** A worker has begun. Repeating it changes nothing. */
    public void started(Tx tx, UUID run, RunKind kind, Instant now) {
        tx.handle()
                .createUpdate("""
                    UPDATE run SET state = 'RUNNING', kind = :kind, started_at = coalesce(started_at, :now),
                        pass_first = coalesce(pass_first,
                            (SELECT nullif(c.pass_first, 0) FROM checkpoint c WHERE c.sync_id = run.sync_id))
                    WHERE id = :run AND state IN ('QUEUED', 'RUNNING')\
                    """)
                .bind("kind", kind.name())
                .bind("now", now)
                .bind("run", run)
                .execute();
    }

    /** Whether it was made for the records that webhooks named, and for no more. */
    public boolean isHinted(Tx tx, UUID run) {
        return Direct.first(tx, "SELECT kind = 'HINTED' FROM run WHERE id = ?", row -> row.getBoolean(1), run)
                .orElse(false);
    }

    /** Pages came in, from this to that; the checkpoint knows of them already. */
    public void progressed(Tx tx, UUID run, long first, long last, long requests, long bytes, OptionalLong expected) {
        Direct.updateLater(
                tx, """
                UPDATE run SET first_page = coalesce(first_page, ?), last_page = ?, requests = requests + ?,
                    bytes = bytes + ?, expected = coalesce(expected, ?), pass_first = coalesce(
                        (SELECT nullif(c.pass_first, 0) FROM checkpoint c WHERE c.sync_id = run.sync_id), pass_first)
                WHERE id = ?\
                """, first, last, requests, bytes, expected.isPresent() ? expected.getAsLong() : null, run);
    }

    /** Requests that brought no page. */
    public void spent(Tx tx, UUID run, long requests) {
        tx.handle()
                .createUpdate("UPDATE run SET requests = requests + :requests WHERE id = :run")
                .bind("requests", requests)
                .bind("run", run)
                .execute();
    }

    /** Its last page is archived: it is complete once everything up to that page is loaded. */
    public void retrieved(Tx tx, UUID run, long lastPage, Instant now) {
        tx.handle()
                .createUpdate("UPDATE run SET retrieved_at = :now, last_page = :page WHERE id = :run")
                .bind("now", now)
                .bind("page", lastPage)
                .bind("run", run)
                .execute();
    }

    /** The fates of its rows so far, all of them, as the destination counted them. */
    public void counted(Tx tx, UUID run, Counts counts) {
        tx.handle()
                .createUpdate("""
                    UPDATE run SET seen = :seen, loaded = :loaded, unchanged = :unchanged, deleted = :deleted,
                        rejected = :rejected
                    WHERE id = :run\
                    """)
                .bind("seen", counts.seen())
                .bind("loaded", counts.loaded())
                .bind("unchanged", counts.unchanged())
                .bind("deleted", counts.deleted())
                .bind("rejected", counts.rejected())
                .bind("run", run)
                .execute();
    }

    /** The fates of more of its rows. */
    public void countedMore(Tx tx, UUID run, Counts counts) {
        Direct.updateLater(
                tx, """
                UPDATE run SET seen = seen + ?, loaded = loaded + ?, unchanged = unchanged + ?, deleted = deleted + ?,
                    rejected = rejected + ?
                WHERE id = ?\
                """, counts.seen(), counts.loaded(), counts.unchanged(), counts.deleted(), counts.rejected(), run);
    }

    public void note(Tx tx, UUID run, List<String> lines) {
        if (!lines.isEmpty()) {
            tx.handle()
                    .createUpdate("UPDATE run SET notes = notes || :lines WHERE id = :run")
                    .bind("lines", String.join("\n", lines) + "\n")
                    .bind("run", run)
                    .execute();
        }
    }

    /** Runs of this sync that are retrieved and whose pages are all loaded. */
    public List<Run> complete(Tx tx, SyncId sync, long appliedPage) {
        return tx.handle()
                .createQuery("""
                    SELECT * FROM run
                    WHERE sync_id = :sync AND state = 'RUNNING' AND retrieved_at IS NOT NULL
                      AND coalesce(last_page, 0) <= :applied\
                    """)
                .bind("sync", sync.value())
                .bind("applied", appliedPage)
                .map(JdbcRuns::row)
                .list();
    }

    /** Invariant 6: a run whose counts do not balance is not a success. Answers the state it ended in. */
    public RunState ended(Tx tx, UUID run, Counts counts, Instant now) {
        if (!counts.balance()) {
            failed(
                    tx,
                    run,
                    new Failure(
                            "run.unbalanced",
                            "the fates of the rows do not add up: " + counts,
                            "This is a fault in Tidemark; please report it with 'tidemark runs --json'"),
                    now);
            return RunState.FAILED;
        }
        RunState state = counts.rejected() > 0 ? RunState.SUCCEEDED_WITH_REJECTIONS : RunState.SUCCEEDED;
        tx.handle()
                .createUpdate("UPDATE run SET state = :state, ended_at = :now WHERE id = :run AND state = 'RUNNING'")
                .bind("state", state.name())
                .bind("now", now)
                .bind("run", run)
                .execute();
        return state;
    }

    /** Answers whether it was still in flight. */
    public boolean failed(Tx tx, UUID run, Failure failure, Instant now) {
        return tx.handle()
                        .createUpdate("""
                            UPDATE run SET state = 'FAILED', ended_at = :now, error_code = :code, error = :message,
                                what_to_do = :whatToDo
                            WHERE id = :run AND state IN ('QUEUED', 'RUNNING')\
                            """)
                        .bind("now", now)
                        .bind("code", failure.code())
                        .bind("message", failure.message())
                        .bind("whatToDo", failure.whatToDo())
                        .bind("run", run)
                        .execute()
                == 1;
    }

    public void cancelled(Tx tx, UUID run, Instant now) {
        tx.handle().createUpdate("""
            UPDATE run SET state = 'CANCELLED', ended_at = :now
            WHERE id = :run AND state IN ('QUEUED', 'RUNNING')\
            """).bind("now", now).bind("run", run).execute();
    }

    /** The runs of a sync that have not ended; at most one, but for a moment after a takeover. */
    public List<UUID> inFlight(Tx tx, SyncId sync) {
        return tx.handle()
                .createQuery("SELECT id FROM run WHERE sync_id = :sync AND state IN ('QUEUED', 'RUNNING') ORDER BY id")
                .bind("sync", sync.value())
                .mapTo(UUID.class)
                .list();
    }

    public Optional<Run> find(Tx tx, UUID run) {
        return tx.handle()
                .createQuery("SELECT * FROM run WHERE id = :run")
                .bind("run", run)
                .map(JdbcRuns::row)
                .findOne();
    }

    /** The newest runs of a sync, newest first. */
    public List<Run> of(Tx tx, SyncId sync, int most) {
        return tx.handle()
                .createQuery("SELECT * FROM run WHERE sync_id = :sync ORDER BY queued_at DESC, id DESC LIMIT :most")
                .bind("sync", sync.value())
                .bind("most", most)
                .map(JdbcRuns::row)
                .list();
    }

    private static Run row(ResultSet rs, StatementContext ctx) throws SQLException {
        String code = rs.getString("error_code");
        long expected = rs.getLong("expected");
        OptionalLong promised = rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(expected);
        return new Run(
                rs.getObject("id", UUID.class),
                new SyncId(rs.getObject("sync_id", UUID.class)),
                RunKind.valueOf(rs.getString("kind")),
                rs.getString("cause"),
                RunState.valueOf(rs.getString("state")),
                rs.getObject("queued_at", OffsetDateTime.class).toInstant(),
                time(rs, "started_at"),
                time(rs, "retrieved_at"),
                time(rs, "ended_at"),
                rs.getLong("requests"),
                rs.getLong("bytes"),
                promised,
                new Counts(
                        rs.getLong("seen"),
                        rs.getLong("loaded"),
                        rs.getLong("unchanged"),
                        rs.getLong("deleted"),
                        rs.getLong("rejected")),
                rs.getString("notes"),
                code == null
                        ? Optional.empty()
                        : Optional.of(new Failure(code, rs.getString("error"), rs.getString("what_to_do"))));
    }

    private static Optional<Instant> time(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
