package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.model.CommonLedger;
import dev.tidemark.connectors.sql.model.Fate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is about to be sent and what became of it, a batch a statement or two. A batch is small beside the ledger: OFFSET
 * 0 makes PostgreSQL look its rows up one by one, whatever its statistics say.
 */
final class LedgerWrites implements CommonLedger.Writes {

    /** Invariant 8: a row of uncertain fate is never taken up, nor one that was intended with other values. */
    private static final String INTEND = """
        INSERT INTO tidemark.ledger AS l (sync, key, state, offered_hash, run, request, changed_at)
        SELECT ?, d.key, 'INTENDED', d.hash, ?, to_jsonb(d.m), ?
          FROM unnest(?::text[], ?::bigint[]) AS r (key, hash)
         CROSS JOIN LATERAL (
           SELECT * FROM pg_temp.tidemark_diff WHERE key = r.key AND hash = r.hash OFFSET 0) d
        ON CONFLICT (sync, key) DO UPDATE SET
          state = 'INTENDED', offered_hash = excluded.offered_hash, run = excluded.run,
          request = excluded.request, changed_at = excluded.changed_at, next_try = NULL
        WHERE l.state NOT IN ('INTENDED', 'UNCERTAIN')
        """;

    private static final String SETTLE = """
        UPDATE tidemark.ledger l SET
          state         = s.state,
          accepted_hash = CASE WHEN s.state = 'ACCEPTED' THEN l.offered_hash ELSE l.accepted_hash END,
          attempts      = CASE s.state WHEN 'ACCEPTED' THEN 0 WHEN 'REJECTED' THEN l.attempts + 1
                                       ELSE l.attempts END,
          request       = CASE WHEN s.state IN ('ACCEPTED', 'WAITING') THEN NULL ELSE l.request END,
          remote_id     = coalesce(s.remote_id, l.remote_id),
          error_code    = s.code,
          error_message = s.message,
          answer        = s.answer,
          next_try      = s.next_try,
          run           = ?,
          changed_at    = ?
        FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::timestamptz[])
               AS s (key, hash, state, remote_id, code, message, answer, next_try)
        CROSS JOIN LATERAL (
          SELECT ctid AS place FROM tidemark.ledger
           WHERE sync = ? AND key = s.key AND state = 'INTENDED' AND offered_hash = s.hash OFFSET 0) at
        WHERE l.ctid = at.place
        """;

    /** A row that was never accepted stays known as one that is to be sent should it come back. */
    private static final String WITHDRAW = """
        UPDATE tidemark.ledger SET
          state      = CASE WHEN accepted_hash IS NULL THEN 'WAITING' ELSE 'ACCEPTED' END,
          attempts   = 0, next_try = NULL, request = NULL, answer = NULL, error_code = NULL, error_message = NULL,
          changed_at = ?
        WHERE sync = ? AND key = ANY (?::text[]) AND state = 'REJECTED'
        """;

    private final Connection connection;
    private final String sync;

    LedgerWrites(Connection connection, String sync) {
        this.connection = connection;
        this.sync = sync;
    }

    @Override
    public void intend(List<ModelRow> rows, String run, Instant now) throws SQLException {
        Object keys = texts(rows, ModelRow::key);
        Object hashes = longs(rows, row -> Long.valueOf(row.hash()));
        long done = Jdbc.update(connection, INTEND, sync, run, now, keys, hashes);
        Fate.expect(rows.size(), done, "can be sent");
    }

    @Override
    public void settle(List<Settlement> settlements, String run, Instant now) throws SQLException {
        List<Fate> fates = settlements.stream().map(s -> Fate.of(s.outcome())).toList();
        long done = Jdbc.update(
                connection,
                SETTLE,
                run,
                now,
                texts(settlements, s -> s.row().key()),
                longs(settlements, s -> Long.valueOf(s.row().hash())),
                texts(fates, Fate::state),
                texts(fates, Fate::remoteId),
                texts(fates, Fate::code),
                texts(fates, Fate::message),
                texts(fates, Fate::answer),
                texts(
                        settlements,
                        s -> s.nextTry()
                                .map(t -> t.atOffset(ZoneOffset.UTC).toString())
                                .orElse(null)),
                sync);
        Fate.expect(settlements.size(), done, "were intended");
    }

    @Override
    public void withdraw(List<String> keys, Instant now) throws SQLException {
        Jdbc.update(connection, WITHDRAW, now, sync, connection.createArrayOf("text", keys.toArray()));
    }

    private <T> Object texts(List<T> rows, Function<T, @Nullable String> value) throws SQLException {
        @Nullable String[] texts = new @Nullable String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Fate.storable(value.apply(rows.get(i)));
        }
        return connection.createArrayOf("text", texts);
    }

    private <T> Object longs(List<T> rows, Function<T, Long> value) throws SQLException {
        return connection.createArrayOf("bigint", rows.stream().map(value).toArray());
    }
}
