package dev.tidemark.estimate;

import dev.tidemark.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Finds readings of everything that are not over. Nothing is kept for it: runs, checkpoints and pages tell. */
public final class JdbcReadings {

    private static final Duration RECENT = Duration.ofMinutes(5);
    private static final int MOST_PAGES = 200;

    private JdbcReadings() {}

    /** Those of syncs in force, by their names. */
    public static List<Reading> underWay(Tx tx, Instant now) {
        return tx.handle()
                .createQuery("""
                    WITH going AS (
                        SELECT s.id, s.workspace, s.name, coalesce(s.workspace || '/' || (s.definition->>'from'), '') AS account,
                            c.last_page, c.applied_page, r.id AS run, r.retrieved_at, r.started_at, r.seen AS run_seen,
                            coalesce(CASE WHEN c.pass_kind = 'EVERYTHING' THEN nullif(c.pass_first, 0) END,
                                r.pass_first, r.first_page) AS first
                        FROM sync s JOIN checkpoint c ON c.sync_id = s.id
                            LEFT JOIN run r ON r.sync_id = s.id AND r.state = 'RUNNING' AND r.kind = 'BACKFILL'
                        WHERE s.state = 'ACTIVE' AND (c.pass_kind = 'EVERYTHING' OR r.id IS NOT NULL))
                    SELECT g.*, t.*, p.*
                    FROM going g,
                        LATERAL (SELECT count(*) AS runs, min(x.started_at) AS began, sum(x.seen) AS seen,
                                sum(x.requests) AS requests,
                                (array_agg(x.expected ORDER BY x.queued_at)
                                    FILTER (WHERE x.expected IS NOT NULL))[1] AS expected
                            FROM run x WHERE x.sync_id = g.id AND x.kind = 'BACKFILL' AND x.started_at IS NOT NULL
                                AND (x.id = g.run OR coalesce(x.pass_first, x.first_page) = g.first)) t,
                        LATERAL (SELECT count(*) AS pages, min(y.retrieved_at) AS since
                            FROM (SELECT retrieved_at FROM page WHERE sync_id = g.id AND n >= g.first
                                    AND retrieved_at > :recent
                                ORDER BY n DESC LIMIT :most) y) p
                    WHERE t.runs > 0
                    ORDER BY g.workspace, g.name\
                    """)
                .bind("recent", now.minus(RECENT))
                .bind("most", MOST_PAGES)
                .map((rs, ctx) -> reading(rs))
                .list();
    }

    private static Reading reading(ResultSet rs) throws SQLException {
        long expected = rs.getLong("expected");
        OptionalLong promised = rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(expected);
        long first = rs.getLong("first");
        boolean anyPage = !rs.wasNull();
        long applied = rs.getLong("applied_page");
        UUID run = rs.getObject("run", UUID.class);
        return new Reading(
                rs.getObject("id", UUID.class),
                rs.getString("workspace"),
                rs.getString("name"),
                rs.getString("account"),
                rs.getInt("runs"),
                time(rs, "began").orElseThrow(),
                rs.getLong("seen"),
                promised,
                rs.getLong("requests"),
                anyPage ? Math.max(0, applied - first + 1) : 0,
                anyPage ? rs.getLong("last_page") - Math.max(applied, first - 1) : 0,
                time(rs, "retrieved_at").isPresent(),
                run == null
                        ? Optional.empty()
                        : Optional.of(
                                new Reading.Under(run, time(rs, "started_at").orElseThrow(), rs.getLong("run_seen"))),
                rs.getInt("pages"),
                time(rs, "since"));
    }

    private static Optional<Instant> time(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
