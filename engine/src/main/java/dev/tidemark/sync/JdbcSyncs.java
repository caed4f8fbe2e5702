package dev.tidemark.sync;

import dev.tidemark.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of syncs. Its {@code due_at} is the schedule's answer, stored so that an index finds what is due. */
public final class JdbcSyncs {

    /** {@code due_at} of a sync that was never synced: due since ever. */
    private static final String AT_ONCE = "-infinity";

    /**
     * What the file says of a sync.
     *
     * @param identity what makes it the same sync as before
     * @param hash of all that decides how it runs
     * @param definition as JSON, for people
     * @param schedule in words, for people
     */
    public record Definition(
            String workspace,
            String name,
            SyncRow.Direction direction,
            String identity,
            String hash,
            String definition,
            String schedule) {}

    /** Adds a sync, or gives one of the same name its new definition; its state stays. Returns its permanent id. */
    public SyncId define(Tx tx, UUID idIfNew, Definition d, Instant now) {
        return new SyncId(tx.handle()
                .createQuery("""
                    INSERT INTO sync (id, workspace, name, direction, state, identity, hash, definition, schedule,
                        created_at)
                    VALUES (:id, :workspace, :name, :direction, 'ACTIVE', :identity, :hash,
                        CAST(:definition AS jsonb), :schedule, :now)
                    ON CONFLICT (workspace, name) DO UPDATE
                    SET direction = excluded.direction, state = 'ACTIVE', hash = excluded.hash,
                        definition = excluded.definition, schedule = excluded.schedule
                    RETURNING id\
                    """)
                .bind("id", idIfNew)
                .bind("workspace", d.workspace())
                .bind("name", d.name())
                .bind("direction", d.direction().name())
                .bind("identity", d.identity())
                .bind("hash", d.hash())
                .bind("definition", d.definition())
                .bind("schedule", d.schedule())
                .bind("now", now)
                .mapTo(UUID.class)
                .one());
    }

    /** Another sync takes its name: it is gone, and found under its name and id from now on. */
    public void setAside(Tx tx, SyncId id) {
        gone(tx, id);
        tx.handle()
                .createUpdate("UPDATE sync SET name = name || '~' || left(CAST(id AS text), 13) WHERE id = :id")
                .bind("id", id.value())
                .execute();
    }

    /** Stores when the schedule next wants the sync; empty for never. */
    public void due(Tx tx, SyncId id, Optional<Instant> dueAt, boolean atOnce) {
        tx.handle()
                .createUpdate("""
                    UPDATE sync SET due_at = CASE WHEN :atOnce THEN CAST(:ever AS timestamptz) ELSE :due END
                    WHERE id = :id\
                    """)
                .bind("atOnce", atOnce)
                .bind("ever", AT_ONCE)
                .bindByType("due", dueAt.orElse(null), Instant.class)
                .bind("id", id.value())
                .execute();
    }

    /** The sync left its workspace's file: it is dispatched no more, and its table stays. */
    public void gone(Tx tx, SyncId id) {
        tx.handle()
                .createUpdate(
                        "UPDATE sync SET state = 'GONE', due_at = NULL, requested_at = NULL, hinted_at = NULL WHERE id"
                                + " = :id")
                .bind("id", id.value())
                .execute();
    }

    /** A person wants it now, whatever its schedule and back-off say. Empty where there is no such active sync. */
    public Optional<SyncId> request(Tx tx, String workspace, String name, Instant now) {
        return tx.handle()
                .createQuery("""
                    UPDATE sync SET requested_at = :now
                    WHERE workspace = :workspace AND name = :name AND state = 'ACTIVE' RETURNING id\
                    """)
                .bind("workspace", workspace)
                .bind("name", name)
                .bind("now", now)
                .mapTo(UUID.class)
                .findOne()
                .map(SyncId::new);
    }

    /**
     * A webhook wants it to look now (invariant 7): for all changes, or for the records that are named. Answers whether it
     * will: one that only a person starts does not.
     */
    public boolean hint(Tx tx, SyncId id, boolean pass, Instant now) {
        return tx.handle()
                        .createUpdate("""
                            UPDATE sync SET hinted_at = coalesce(hinted_at, :now), hinted_pass = hinted_pass OR :pass
                            WHERE id = :id AND state = 'ACTIVE' AND due_at IS NOT NULL\
                            """)
                        .bind("now", now)
                        .bind("pass", pass)
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /** As {@link #hint}, for whichever of these can look soonest; none where only a person starts them. */
    public void hintOne(Tx tx, List<SyncId> ids, Instant now) {
        tx.handle()
                .createUpdate("""
                    UPDATE sync SET hinted_at = coalesce(hinted_at, :now)
                    WHERE id = (SELECT id FROM sync
                        WHERE id = ANY (CAST(:ids AS uuid[])) AND state = 'ACTIVE' AND due_at IS NOT NULL AND synced_at IS NOT NULL
                        ORDER BY run_id IS NOT NULL, back_off_until, id LIMIT 1)\
                    """)
                .bind("now", now)
                .bind("ids", ids.stream().map(SyncId::value).toArray(UUID[]::new))
                .execute();
    }

    /**
     * Invariant 3: the retrieve (outbound: the pass) ended well, so the schedule counts from now, and failures are
     * forgotten.
     */
    public void synced(Tx tx, SyncId id, Instant now, Optional<Instant> dueAt) {
        tx.handle()
                .createUpdate("""
                    UPDATE sync SET synced_at = :now, due_at = :due, failures = 0, back_off_until = '-infinity'
                    WHERE id = :id AND state = 'ACTIVE'\
                    """)
                .bind("now", now)
                .bindByType("due", dueAt.orElse(null), Instant.class)
                .bind("id", id.value())
                .execute();
    }

    /** A run failed: the sync rests until then. Returns how many runs have failed in a row. */
    public int failed(Tx tx, SyncId id, BackOff backOff, Instant now) {
        int failures = tx.handle()
                .createQuery("UPDATE sync SET failures = failures + 1 WHERE id = :id RETURNING failures")
                .bind("id", id.value())
                .mapTo(Integer.class)
                .one();
        tx.handle()
                .createUpdate("UPDATE sync SET back_off_until = :until WHERE id = :id")
                .bind("until", now.plus(backOff.after(failures)))
                .bind("id", id.value())
                .execute();
        return failures;
    }

    /** The run in flight has ended. */
    public void released(Tx tx, SyncId id, UUID run) {
        tx.handle()
                .createUpdate("UPDATE sync SET run_id = NULL WHERE id = :id AND run_id = :run")
                .bind("id", id.value())
                .bind("run", run)
                .execute();
    }

    /** A fencing number above all that were handed out for this sync, for a person's word (invariant 2). */
    public long fence(Tx tx, SyncId id) {
        return tx.handle()
                .createQuery("""
                    INSERT INTO fence VALUES (:id, 1)
                    ON CONFLICT (sync_id) DO UPDATE SET last = fence.last + 1 RETURNING last\
                    """)
                .bind("id", id.value())
                .mapTo(Long.class)
                .one();
    }

    public List<SyncRow> all(Tx tx) {
        return tx.handle()
                .createQuery("SELECT * FROM sync ORDER BY workspace, name")
                .map(JdbcSyncs::row)
                .list();
    }

    public Optional<SyncRow> find(Tx tx, String workspace, String name) {
        return tx.handle()
                .createQuery("SELECT * FROM sync WHERE workspace = :workspace AND name = :name")
                .bind("workspace", workspace)
                .bind("name", name)
                .map(JdbcSyncs::row)
                .findOne();
    }

    private static SyncRow row(ResultSet rs, StatementContext ctx) throws SQLException {
        return new SyncRow(
                new SyncId(rs.getObject("id", UUID.class)),
                rs.getString("workspace"),
                rs.getString("name"),
                SyncRow.Direction.valueOf(rs.getString("direction")),
                rs.getString("state").equals("GONE"),
                rs.getString("identity"),
                rs.getString("hash"),
                rs.getString("definition"),
                rs.getString("schedule"),
                time(rs, "synced_at"),
                time(rs, "due_at"),
                time(rs, "back_off_until").filter(t -> t.isAfter(Instant.EPOCH)),
                rs.getInt("failures"),
                time(rs, "requested_at"),
                Optional.ofNullable(rs.getObject("run_id", UUID.class)));
    }

    private static Optional<Instant> time(ResultSet rs, String column) throws SQLException {
        OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
        if (at == null) {
            return Optional.empty();
        }
        return Optional.of(at.equals(OffsetDateTime.MIN) ? Instant.EPOCH : at.toInstant());
    }
}
