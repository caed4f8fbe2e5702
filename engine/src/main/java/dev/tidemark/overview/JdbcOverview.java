package dev.tidemark.overview;

import dev.tidemark.connector.Counts;
import dev.tidemark.connector.Tidemark;
import dev.tidemark.store.Tx;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** The questions that people ask of the store. */
public final class JdbcOverview {

    private static final String RUN = """
        SELECT r.*, s.workspace, s.name, s.direction FROM run r JOIN sync s ON s.id = r.sync_id
        """;

    private JdbcOverview() {}

    /** Every sync, those that left their file last. */
    public static List<SyncView> syncs(Tx tx) {
        return tx.handle().createQuery("""
            SELECT s.*, c.since, c.changes_to, c.deletes_to, c.not_vouched, c.rejected_before, c.assumes,
                c.cursor_token IS NOT NULL AS token, coalesce(c.last_page, 0) AS last_page,
                coalesce(c.applied_page, 0) AS applied_page,
                (SELECT count(*) FROM rejection j WHERE j.sync_id = s.id)
                    + (SELECT count(*) FROM refused_row f WHERE f.sync_id = s.id) AS waiting_rows,
                (SELECT max(ended_at) FROM run r WHERE r.sync_id = s.id AND r.kind <> 'REPROCESS'
                    AND r.state IN ('SUCCEEDED', 'SUCCEEDED_WITH_REJECTIONS')) AS last_success,
                (SELECT id FROM run r WHERE r.sync_id = s.id AND r.state <> 'CANCELLED' AND r.kind <> 'REPROCESS'
                    ORDER BY queued_at DESC, id DESC LIMIT 1) AS last_run
            FROM sync s LEFT JOIN checkpoint c ON c.sync_id = s.id
            ORDER BY s.state, s.workspace, s.name\
            """).map((rs, ctx) -> sync(tx, rs)).list();
    }

    /** Runs, newest first; of one sync where it is given. */
    public static List<RunView> runs(Tx tx, Optional<UUID> sync, int most) {
        return tx.handle()
                .createQuery(RUN + """
                    WHERE CAST(:sync AS uuid) IS NULL OR r.sync_id = CAST(:sync AS uuid)
                    ORDER BY r.queued_at DESC, r.id DESC LIMIT :most\
                    """)
                .bindByType("sync", sync.map(UUID::toString).orElse(null), String.class)
                .bind("most", most)
                .map(JdbcOverview::run)
                .list();
    }

    /** Runs that ended at or after this time, in the order of their ends. */
    public static List<RunView> endedSince(Tx tx, Instant time) {
        return tx.handle()
                .createQuery(RUN + "WHERE r.ended_at >= :time ORDER BY r.ended_at, r.id")
                .bind("time", time)
                .map(JdbcOverview::run)
                .list();
    }

    /** Runs that have begun and not ended. */
    public static List<RunView> running(Tx tx) {
        return tx.handle()
                .createQuery(RUN + "WHERE r.state = 'RUNNING' ORDER BY s.workspace, s.name")
                .map(JdbcOverview::run)
                .list();
    }

    /** Every job; the dead last. */
    public static List<JobView> jobs(Tx tx) {
        return tx.handle()
                .createQuery("""
                    SELECT j.*, s.workspace, s.name FROM job j JOIN sync s ON s.id = j.sync_id
                    ORDER BY j.state = 'DEAD', j.due, j.id\
                    """)
                .map((rs, ctx) -> new JobView(
                        rs.getObject("id", UUID.class),
                        rs.getObject("run_id", UUID.class),
                        rs.getString("workspace"),
                        rs.getString("name"),
                        rs.getString("kind"),
                        rs.getString("state"),
                        time(rs, "due").orElse(Instant.EPOCH),
                        rs.getInt("attempt"),
                        Optional.ofNullable(rs.getString("worker")),
                        time(rs, "lease_until"),
                        text(rs, "reason")))
                .list();
    }

    private static SyncView sync(Tx tx, ResultSet rs) throws SQLException {
        UUID last = rs.getObject("last_run", UUID.class);
        return new SyncView(
                rs.getObject("id", UUID.class),
                rs.getString("workspace"),
                rs.getString("name"),
                rs.getString("direction"),
                rs.getString("state").equals("GONE"),
                rs.getString("definition"),
                rs.getString("schedule"),
                time(rs, "synced_at"),
                time(rs, "since"),
                rs.getBoolean("token"),
                time(rs, "due_at"),
                time(rs, "back_off_until").filter(t -> t.isAfter(Instant.EPOCH)),
                rs.getInt("failures"),
                time(rs, "requested_at"),
                rs.getLong("last_page"),
                rs.getLong("applied_page"),
                rs.getLong("waiting_rows"),
                time(rs, "last_success"),
                tidemark(rs),
                last == null
                        ? Optional.empty()
                        : tx.handle()
                                .createQuery(RUN + "WHERE r.id = :id")
                                .bind("id", last)
                                .map(JdbcOverview::run)
                                .findOne());
    }

    private static Tidemark tidemark(ResultSet rs) throws SQLException {
        Array notVouched = rs.getArray("not_vouched");
        return new Tidemark(
                time(rs, "changes_to"),
                time(rs, "deletes_to"),
                notVouched == null ? List.of() : List.of((String[]) notVouched.getArray()),
                rs.getLong("rejected_before"),
                text(rs, "assumes"));
    }

    private static RunView run(ResultSet rs, StatementContext ctx) throws SQLException {
        long expected = rs.getLong("expected");
        OptionalLong promised = rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(expected);
        return new RunView(
                rs.getObject("id", UUID.class),
                rs.getObject("sync_id", UUID.class),
                rs.getString("workspace"),
                rs.getString("name"),
                rs.getString("direction"),
                rs.getString("kind"),
                rs.getString("cause"),
                rs.getString("state"),
                time(rs, "queued_at").orElse(Instant.EPOCH),
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
                text(rs, "error_code"),
                text(rs, "error"),
                text(rs, "what_to_do"));
    }

    private static String text(ResultSet rs, String column) throws SQLException {
        String text = rs.getString(column);
        return text == null ? "" : text;
    }

    private static Optional<Instant> time(ResultSet rs, String column) throws SQLException {
        OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
        if (at == null) {
            return Optional.empty();
        }
        return Optional.of(at.equals(OffsetDateTime.MIN) ? Instant.EPOCH : at.toInstant());
    }
}
