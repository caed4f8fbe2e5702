package dev.tidemark.event;

import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import tools.jackson.databind.ObjectMapper;

/** The table of events. */
public final class JdbcEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A sync's table is full. Only the first time is an event; answers whether this was it. */
    public boolean syncBackfilled(Tx tx, SyncId sync, Instant now) {
        return tx.handle()
                        .createUpdate("""
                                INSERT INTO event (id, once, workspace, kind, subject, at, details)
                                SELECT :id, :once, s.workspace, 'SYNC_BACKFILLED', s.workspace || '/' || s.name, :now,
                                    jsonb_build_object('began_at', min(r.started_at), 'rows', coalesce(sum(r.seen), 0),
                                        'rejected', coalesce(sum(r.rejected), 0), 'requests', coalesce(sum(r.requests), 0))
                                FROM sync s LEFT JOIN run r ON r.sync_id = s.id AND r.kind = 'BACKFILL'
                                    AND r.started_at IS NOT NULL
                                WHERE s.id = :sync AND NOT EXISTS (SELECT FROM event WHERE once = :once)
                                GROUP BY s.id
                                ON CONFLICT (once) DO NOTHING""")
                        .bind("id", id("sync " + sync))
                        .bind("once", "sync " + sync)
                        .bind("sync", sync.value())
                        .bind("now", now)
                        .execute()
                > 0;
    }

    /**
     * Looks which sources are complete: every sync that reads from one, and is in force, is. Only the first time is an event. Looked
     * for after the events of syncs are committed, so that of two that end at once one sees both.
     */
    public int sourcesBackfilled(Tx tx) {
        List<Complete> complete =
                tx.handle().createQuery("""
                        WITH reads AS (
                            SELECT s.workspace || '/' || (s.definition->>'from') AS source, s.workspace, e.at, e.details
                            FROM sync s LEFT JOIN event e ON e.once = 'sync ' || s.id
                            WHERE s.direction = 'INBOUND' AND s.state = 'ACTIVE')
                        SELECT source, workspace, count(*) AS syncs, max(at) AS at, min(details->>'began_at') AS began,
                            sum(CAST(details->>'rows' AS bigint)) AS rows,
                            sum(CAST(details->>'rejected' AS bigint)) AS rejected,
                            sum(CAST(details->>'requests' AS bigint)) AS requests
                        FROM reads
                        WHERE NOT EXISTS (SELECT FROM event WHERE once = 'source ' || source)
                        GROUP BY source, workspace HAVING count(*) = count(at)""").map(JdbcEvents::complete).list();
        int fresh = 0;
        for (Complete one : complete) {
            fresh += tx.handle()
                    .createUpdate("""
                            INSERT INTO event (id, once, workspace, kind, subject, at, details)
                            VALUES (:id, :once, :workspace, 'SOURCE_BACKFILLED', :subject, :at, CAST(:details AS jsonb))
                            ON CONFLICT (once) DO NOTHING""")
                    .bind("id", id("source " + one.source))
                    .bind("once", "source " + one.source)
                    .bind("workspace", one.workspace)
                    .bind("subject", one.source)
                    .bind("at", one.at)
                    .bind("details", JSON.writeValueAsString(one.details))
                    .execute();
        }
        return fresh;
    }

    private record Complete(String source, String workspace, Instant at, Map<String, String> details) {}

    private static Complete complete(ResultSet rs, StatementContext ctx) throws SQLException {
        Map<String, String> details = new TreeMap<>();
        for (String name : List.of("syncs", "rows", "rejected", "requests")) {
            details.put(name, Long.toString(rs.getLong(name)));
        }
        Optional.ofNullable(rs.getString("began")).ifPresent(began -> details.put("began_at", began));
        return new Complete(
                rs.getString("source"),
                rs.getString("workspace"),
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                details);
    }

    private static UUID id(String once) {
        return UUID.nameUUIDFromBytes(once.getBytes(StandardCharsets.UTF_8));
    }

    /** Those that nobody has looked at yet to see who is to hear of them; held against other processes until the end of it. */
    public List<Event> unrouted(Tx tx, int most) {
        return tx.handle()
                .createQuery("""
                        SELECT * FROM event WHERE routed_at IS NULL ORDER BY at, id LIMIT :most
                        FOR UPDATE SKIP LOCKED""")
                .bind("most", most)
                .map(JdbcEvents::row)
                .list();
    }

    public void routed(Tx tx, Event event, Instant now) {
        tx.handle()
                .createUpdate("UPDATE event SET routed_at = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", event.id())
                .execute();
    }

    public Optional<Event> find(Tx tx, UUID id) {
        return tx.handle()
                .createQuery("SELECT * FROM event WHERE id = :id")
                .bind("id", id)
                .map(JdbcEvents::row)
                .findOne();
    }

    /** Newest first. */
    public List<Event> newest(Tx tx, int most) {
        return tx.handle()
                .createQuery("SELECT * FROM event ORDER BY at DESC, kind, id LIMIT :most")
                .bind("most", most)
                .map(JdbcEvents::row)
                .list();
    }

    /** At or after this time, in their order. */
    public List<Event> since(Tx tx, Instant time) {
        return tx.handle()
                .createQuery("SELECT * FROM event WHERE at >= :time ORDER BY at, id")
                .bind("time", time)
                .map(JdbcEvents::row)
                .list();
    }

    private static Event row(ResultSet rs, StatementContext ctx) throws SQLException {
        Map<String, String> details = new TreeMap<>();
        JSON.readTree(rs.getString("details"))
                .properties()
                .forEach(e -> details.put(e.getKey(), e.getValue().asString("")));
        return new Event(
                rs.getObject("id", UUID.class),
                rs.getString("workspace"),
                Event.Kind.valueOf(rs.getString("kind")),
                rs.getString("subject"),
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                details);
    }
}
