package dev.tidemark.notice;

import dev.tidemark.event.Event;
import dev.tidemark.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of deliveries. */
public final class JdbcOutbox {

    private static final String SELECT = "SELECT d.*, e.workspace FROM delivery d JOIN event e ON e.id = d.event_id ";

    void put(Tx tx, Event event, String channel, Instant now) {
        tx.handle()
                .createUpdate("""
                        INSERT INTO delivery (event_id, channel, state, put_at, due) VALUES (:event, :channel, 'WAITING', :now, :now)
                        ON CONFLICT DO NOTHING""")
                .bind("event", event.id())
                .bind("channel", channel)
                .bind("now", now)
                .execute();
    }

    /** One that is due, from now on another's until then: who takes it may die and be followed by another. */
    Optional<Delivery> take(Tx tx, Instant now, Instant until) {
        return tx.handle()
                .createQuery("""
                        WITH next AS (SELECT event_id, channel FROM delivery WHERE state = 'WAITING' AND due <= :now
                            ORDER BY due, event_id, channel LIMIT 1 FOR UPDATE SKIP LOCKED)
                        UPDATE delivery d SET due = :until, attempts = attempts + 1 FROM next, event e
                        WHERE d.event_id = next.event_id AND d.channel = next.channel AND e.id = d.event_id
                        RETURNING d.*, e.workspace""")
                .bind("now", now)
                .bind("until", until)
                .map(JdbcOutbox::row)
                .findOne();
    }

    void sent(Tx tx, Delivery delivery, String note, Instant now) {
        tx.handle()
                .createUpdate("""
                        UPDATE delivery SET state = 'SENT', sent_at = :now, error = :note
                        WHERE event_id = :event AND channel = :channel""")
                .bind("now", now)
                .bind("note", note)
                .bind("event", delivery.event())
                .bind("channel", delivery.channel())
                .execute();
    }

    /** Unless somebody else has tried meanwhile. */
    void failed(Tx tx, Delivery delivery, Delivery.State state, String error, Instant due) {
        tx.handle()
                .createUpdate("""
                        UPDATE delivery SET state = :state, error = :error, due = :due
                        WHERE event_id = :event AND channel = :channel AND state = 'WAITING' AND attempts = :attempts""")
                .bind("state", state.name())
                .bind("error", error)
                .bind("due", due)
                .bind("event", delivery.event())
                .bind("channel", delivery.channel())
                .bind("attempts", delivery.attempts())
                .execute();
    }

    Instant putAt(Tx tx, Delivery delivery) {
        return tx.handle()
                .createQuery("SELECT put_at FROM delivery WHERE event_id = :event AND channel = :channel")
                .bind("event", delivery.event())
                .bind("channel", delivery.channel())
                .mapTo(Instant.class)
                .one();
    }

    /** Those of an event. */
    public List<Delivery> of(Tx tx, UUID event) {
        return tx.handle()
                .createQuery(SELECT + "WHERE d.event_id = :event ORDER BY d.channel")
                .bind("event", event)
                .map(JdbcOutbox::row)
                .list();
    }

    /** Those that a person should know of: tried in vain, and not told yet or given up. */
    public List<Delivery> troubled(Tx tx) {
        return tx.handle()
                .createQuery(
                        SELECT + "WHERE d.state <> 'SENT' AND d.error <> '' ORDER BY d.put_at, d.channel LIMIT 100")
                .map(JdbcOutbox::row)
                .list();
    }

    private static Delivery row(ResultSet rs, StatementContext ctx) throws SQLException {
        return new Delivery(
                rs.getObject("event_id", UUID.class),
                rs.getString("workspace"),
                rs.getString("channel"),
                Delivery.State.valueOf(rs.getString("state")),
                rs.getObject("due", OffsetDateTime.class).toInstant(),
                rs.getInt("attempts"),
                rs.getString("error"),
                Optional.ofNullable(rs.getObject("sent_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}
