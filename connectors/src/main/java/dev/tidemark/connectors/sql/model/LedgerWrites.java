package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Writes what is about to be sent and what became of it, a batch a statement or two. The caller holds the ledger. */
final class LedgerWrites implements CommonLedger.Writes {

    private static final String MATCH = "t.sync = s.sync AND t.row_key = s.row_key";

    /** Invariant 8: a row of uncertain fate is never taken up, nor one that was intended with other values. */
    private static final String FIT = """
        SELECT count(*) FROM {batch} s
          JOIN {diff} d ON d.row_key = s.row_key AND d.hash = s.hash
          LEFT JOIN tidemark.ledger t ON t.sync = s.sync AND t.row_key = s.row_key
         WHERE t.state IS NULL OR t.state NOT IN ('INTENDED', 'UNCERTAIN')
        """;

    private static final String MISSING = """
        INSERT INTO tidemark.ledger (sync, row_key, state, offered_hash, run, changed_at)
        SELECT s.sync, s.row_key, 'INTENDED', s.hash, s.run, s.at_time FROM {batch} s
         WHERE NOT EXISTS (SELECT 1 FROM tidemark.ledger t WHERE t.sync = s.sync AND t.row_key = s.row_key)
        """;

    private static final String OFFERED =
            "(SELECT b.sync, b.row_key, b.run, b.at_time, d.hash, d.request FROM {batch} b JOIN {diff} d ON d.row_key"
                    + " = b.row_key)";

    private static final List<String> INTEND = List.of(
            "state = 'INTENDED'",
            "offered_hash = s.hash",
            "request = s.request",
            "run = s.run",
            "changed_at = s.at_time",
            "next_try = NULL");

    private static final String INTENDED = """
        SELECT count(*) FROM {batch} s
          JOIN tidemark.ledger t ON t.sync = s.sync AND t.row_key = s.row_key
         WHERE t.state = 'INTENDED' AND t.offered_hash = s.hash
        """;

    /** No assignment reads a column that another one writes: not all databases take the values from before. */
    private static final List<String> SETTLE = List.of(
            "state = s.state",
            "accepted_hash = CASE WHEN s.state = 'ACCEPTED' THEN t.offered_hash ELSE t.accepted_hash END",
            "attempts = CASE s.state WHEN 'ACCEPTED' THEN 0 WHEN 'REJECTED' THEN t.attempts + 1 ELSE t.attempts END",
            "request = CASE WHEN s.state IN ('ACCEPTED', 'WAITING') THEN NULL ELSE t.request END",
            "remote_id = coalesce(s.remote_id, t.remote_id)",
            "error_code = s.code",
            "error_message = s.message",
            "answer = s.answer",
            "next_try = s.next_try",
            "run = s.run",
            "changed_at = s.at_time");

    /** A row that was never accepted stays known as one that is to be sent should it come back. */
    private static final List<String> WITHDRAW = List.of(
            "state = CASE WHEN t.accepted_hash IS NULL THEN 'WAITING' ELSE 'ACCEPTED' END",
            "attempts = 0",
            "next_try = NULL",
            "request = NULL",
            "answer = NULL",
            "error_code = NULL",
            "error_message = NULL",
            "changed_at = s.at_time");

    private final Connection connection;
    private final ModelDialect dialect;
    private final Batch batch;
    private final String diff;

    LedgerWrites(Connection connection, ModelDialect dialect, String sync, String diff) {
        this.connection = connection;
        this.dialect = dialect;
        this.batch = new Batch(connection, dialect, sync);
        this.diff = diff;
    }

    @Override
    public void intend(List<ModelRow> rows, String run, Instant now) throws SQLException {
        batch.ofRows(rows, run, now);
        Fate.expect(rows.size(), count(FIT), "can be sent");
        Jdbc.update(connection, named(MISSING));
        update(named(OFFERED), INTEND, "1 = 1");
    }

    @Override
    public void settle(List<Settlement> settlements, String run, Instant now) throws SQLException {
        batch.ofSettlements(settlements, run, now);
        Fate.expect(settlements.size(), count(INTENDED), "were intended");
        update(batch.table(), SETTLE, "t.state = 'INTENDED' AND t.offered_hash = s.hash");
    }

    @Override
    public void withdraw(List<String> keys, Instant now) throws SQLException {
        batch.ofKeys(keys, now);
        update(batch.table(), WITHDRAW, "t.state = 'REJECTED'");
    }

    private void update(String source, List<String> assignments, String where) throws SQLException {
        Jdbc.update(connection, dialect.tables().update(LedgerTables.LEDGER, source, MATCH, assignments, where));
    }

    private long count(String sql) throws SQLException {
        return Jdbc.first(connection, named(sql), row -> row.getLong(1)).orElseThrow();
    }

    private String named(String sql) {
        return sql.replace("{batch}", batch.table()).replace("{diff}", diff);
    }
}
