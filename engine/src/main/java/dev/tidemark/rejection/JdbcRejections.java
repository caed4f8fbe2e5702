package dev.tidemark.rejection;

import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables of rejected records (inbound) and refused rows (outbound). */
public final class JdbcRejections {

    /** Forgets what was rejected of these pages before this run, which has processed them again. */
    public void replaced(Tx tx, SyncId sync, UUID run, long afterPage, long toPage) {
        tx.handle()
                .createUpdate("DELETE FROM rejection"
                        + " WHERE sync_id = :sync AND page > :after AND page <= :to AND run_id <> :run")
                .bind("run", run)
                .bind("sync", sync.value())
                .bind("after", afterPage)
                .bind("to", toPage)
                .execute();
    }

    public void add(Tx tx, SyncId sync, List<Rejection> rejections) {
        if (rejections.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.handle().prepareBatch("""
            INSERT INTO rejection (sync_id, page, ordinal, run_id, key, field, reason, value, record, at)
            VALUES (:sync, :page, :ordinal, :run, :key, :field, :reason, :value, :record, :at)
            ON CONFLICT (sync_id, page, ordinal) DO UPDATE SET run_id = excluded.run_id, key = excluded.key,
                field = excluded.field, reason = excluded.reason, value = excluded.value\
            """);
        for (Rejection r : rejections) {
            batch.bind("sync", sync.value())
                    .bind("page", r.page())
                    .bind("ordinal", r.ordinal())
                    .bind("run", r.run())
                    .bind("key", printable(r.key()))
                    .bind("field", r.field())
                    .bind("reason", printable(r.reason()))
                    .bind("value", printable(r.value()))
                    .bind("record", printable(r.record()))
                    .bind("at", r.at())
                    .add();
        }
        batch.execute();
    }

    /** How many records are rejected that came until this page. */
    public long count(Tx tx, SyncId sync, long toPage) {
        return tx.handle()
                .createQuery("SELECT count(*) FROM rejection WHERE sync_id = :sync AND page <= :to")
                .bind("sync", sync.value())
                .bind("to", toPage)
                .mapTo(Long.class)
                .one();
    }

    /** Forgets what is kept of the records of one key; answers how many there were. */
    public int forget(Tx tx, SyncId sync, String key) {
        return tx.handle()
                .createUpdate("DELETE FROM rejection WHERE sync_id = :sync AND key = :key")
                .bind("sync", sync.value())
                .bind("key", key)
                .execute();
    }

    /** PostgreSQL text holds every character but NUL. */
    private static String printable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\u2400');
    }

    /** The newest first. */
    public List<Rejection> of(Tx tx, SyncId sync, int most) {
        return tx.handle()
                .createQuery("SELECT * FROM rejection WHERE sync_id = :sync ORDER BY page DESC, ordinal LIMIT :most")
                .bind("sync", sync.value())
                .bind("most", most)
                .map(JdbcRejections::rejection)
                .list();
    }

    /** Those of one key, the newest first. */
    public List<Rejection> ofKey(Tx tx, SyncId sync, String key, int most) {
        return tx.handle()
                .createQuery("SELECT * FROM rejection WHERE sync_id = :sync AND key = :key"
                        + " ORDER BY page DESC, ordinal DESC LIMIT :most")
                .bind("sync", sync.value())
                .bind("key", printable(key))
                .bind("most", most)
                .map(JdbcRejections::rejection)
                .list();
    }

    /** Keeps what became of rows that were not accepted, and forgets those that were. */
    public void settle(Tx tx, SyncId sync, List<String> accepted, List<RefusedRow> refused) {
        if (!accepted.isEmpty()) {
            tx.handle()
                    .createUpdate("DELETE FROM refused_row WHERE sync_id = :sync AND key = ANY (CAST(:keys AS text[]))")
                    .bind("sync", sync.value())
                    .bind("keys", accepted.toArray(String[]::new))
                    .execute();
        }
        if (refused.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.handle().prepareBatch("""
            INSERT INTO refused_row (sync_id, key, run_id, state, code, reason, request, answer, attempts, next_try, at)
            VALUES (:sync, :key, :run, :state, :code, :reason, :request, :answer, :attempts, :nextTry, :at)
            ON CONFLICT (sync_id, key) DO UPDATE SET run_id = excluded.run_id, state = excluded.state,
                code = excluded.code, reason = excluded.reason, request = excluded.request,
                answer = excluded.answer, attempts = excluded.attempts, next_try = excluded.next_try,
                at = excluded.at\
            """);
        for (RefusedRow r : refused) {
            batch.bind("sync", sync.value())
                    .bind("key", r.key())
                    .bind("run", r.run())
                    .bind("state", r.uncertain() ? "UNCERTAIN" : "REJECTED")
                    .bind("code", r.code())
                    .bind("reason", printable(r.reason()))
                    .bind("request", printable(r.request()))
                    .bind("answer", printable(r.answer()))
                    .bind("attempts", r.attempts())
                    .bindByType("nextTry", r.nextTry().orElse(null), Instant.class)
                    .bind("at", r.at())
                    .add();
        }
        batch.execute();
    }

    public List<RefusedRow> refused(Tx tx, SyncId sync, int most) {
        return tx.handle()
                .createQuery("SELECT * FROM refused_row WHERE sync_id = :sync ORDER BY at DESC, key LIMIT :most")
                .bind("sync", sync.value())
                .bind("most", most)
                .map(JdbcRejections::refused)
                .list();
    }

    /** What became of one row of a model, where it was not accepted. */
    public Optional<RefusedRow> refusedOf(Tx tx, SyncId sync, String key) {
        return tx.handle()
                .createQuery("SELECT * FROM refused_row WHERE sync_id = :sync AND key = :key")
                .bind("sync", sync.value())
                .bind("key", key)
                .map(JdbcRejections::refused)
                .findOne();
    }

    private static Rejection rejection(ResultSet rs, StatementContext ctx) throws SQLException {
        return new Rejection(
                rs.getLong("page"),
                rs.getLong("ordinal"),
                rs.getObject("run_id", UUID.class),
                rs.getString("key"),
                rs.getString("field"),
                rs.getString("reason"),
                rs.getString("value"),
                rs.getString("record"),
                rs.getObject("at", OffsetDateTime.class).toInstant());
    }

    private static RefusedRow refused(ResultSet rs, StatementContext ctx) throws SQLException {
        return new RefusedRow(
                rs.getString("key"),
                rs.getObject("run_id", UUID.class),
                rs.getString("state").equals("UNCERTAIN"),
                rs.getString("code"),
                rs.getString("reason"),
                rs.getString("request"),
                rs.getString("answer"),
                rs.getInt("attempts"),
                Optional.ofNullable(rs.getObject("next_try", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                rs.getObject("at", OffsetDateTime.class).toInstant());
    }
}
