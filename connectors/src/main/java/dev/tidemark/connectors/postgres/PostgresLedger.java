package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way into the ledger of one sync, over one connection. What changed is found once, when first asked for; open
 * the ledger again to look again.
 */
final class PostgresLedger implements Ledger {

    private static final String UNSETTLED = """
            SELECT r.key, r.offered_hash, r.attempts, {values}
              FROM (SELECT key, offered_hash, attempts,
                           jsonb_populate_record(NULL::pg_temp.tidemark_model, request) AS m
                      FROM tidemark.ledger
                     WHERE sync = ? AND state = 'INTENDED' ORDER BY key LIMIT ?) r
             ORDER BY r.key
            """;

    private static final String LAST_INTENT =
            "SELECT max(changed_at) FROM tidemark.ledger WHERE sync = ? AND state = 'INTENDED'";

    private static final String OFFER_UNSETTLED = """
            UPDATE tidemark.ledger SET state = 'WAITING', accepted_hash = NULL, request = NULL, changed_at = ?
             WHERE sync = ? AND state = 'INTENDED'
            """;

    /** What differs from what was accepted stands in the diff; a rejected row that does not is owed no longer. */
    private static final String WITHDRAWN = """
            SELECT l.key FROM tidemark.ledger l
             WHERE l.sync = ? AND l.state = 'REJECTED'
               AND NOT EXISTS (SELECT 1 FROM pg_temp.tidemark_diff d WHERE d.key = l.key)
             ORDER BY l.key LIMIT ?
            """;

    /** A row that was never accepted stays known as one that is to be sent should it come back. */
    private static final String WITHDRAW = """
            UPDATE tidemark.ledger SET
              state      = CASE WHEN accepted_hash IS NULL THEN 'WAITING' ELSE 'ACCEPTED' END,
              attempts   = 0, next_try = NULL, request = NULL, answer = NULL, error_code = NULL, error_message = NULL,
              changed_at = ?
            WHERE sync = ? AND key = ANY (?::text[]) AND state = 'REJECTED'
            """;

    private static final String CHANGED = """
            SELECT d.key, d.hash, coalesce(l.attempts, 0), {values}
              FROM pg_temp.tidemark_diff d
              LEFT JOIN LATERAL (
                SELECT * FROM tidemark.ledger WHERE sync = ? AND key = d.key OFFSET 0) l ON true
             WHERE (? OR d.key > ?)
               AND l.accepted_hash IS DISTINCT FROM d.hash
               AND (l.state IS NULL OR l.state IN ('ACCEPTED', 'WAITING')
                 OR (l.state = 'REJECTED' AND (l.offered_hash <> d.hash OR l.next_try <= ?)))
             ORDER BY d.key LIMIT ?
            """;

    private static final String TALLY = """
            SELECT count(*) FILTER (WHERE state = 'ACCEPTED'), count(*) FILTER (WHERE state = 'REJECTED'),
                   count(*) FILTER (WHERE state = 'UNCERTAIN'),
                   count(*) FILTER (WHERE state IN ('INTENDED', 'WAITING'))
              FROM tidemark.ledger WHERE sync = ? AND run = ?
            """;

    private static final String DECIDE = """
            UPDATE tidemark.ledger SET
              state         = CASE WHEN ? THEN 'ACCEPTED' ELSE 'WAITING' END,
              accepted_hash = CASE WHEN ? THEN offered_hash ELSE accepted_hash END,
              request       = NULL,
              changed_at    = ?
            WHERE sync = ? AND key = ? AND state = 'UNCERTAIN'
            """;

    private static final String OFFER_ALL = """
            UPDATE tidemark.ledger SET
              accepted_hash = NULL,
              state         = CASE WHEN state IN ('ACCEPTED', 'REJECTED') THEN 'WAITING' ELSE state END,
              next_try      = NULL
            WHERE sync = ? AND state <> 'UNCERTAIN'
            """;

    private final Connection connection;
    private final Transactions transactions;
    private final Model model;
    private final String sync;
    private final long fence;
    private final ModelDiff diff;
    private final LedgerWrites writes;
    private boolean found;

    /** Claims the ledger. The connection is ours from here on. */
    PostgresLedger(Connection connection, Model model, String sync, long fence) throws SQLException, LeaseLost {
        this.connection = connection;
        this.transactions = new Transactions(connection);
        this.model = model;
        this.sync = sync;
        this.fence = fence;
        this.diff = new ModelDiff(connection, model, sync);
        this.writes = new LedgerWrites(connection, sync);
        LedgerTables.claim(connection, sync, fence);
        diff.prepare();
        connection.commit();
    }

    @Override
    public List<ModelRow> unsettled(int limit) throws LeaseLost, Unavailable {
        return transactions.run("read the ledger", () -> {
            LedgerTables.look(connection, sync, fence);
            return Jdbc.list(connection, UNSETTLED.replace("{values}", model.read("(r.m)")), this::row, sync, limit);
        });
    }

    @Override
    public Optional<Instant> lastIntent() throws LeaseLost, Unavailable {
        return transactions.run("read the ledger", () -> {
            LedgerTables.look(connection, sync, fence);
            return Jdbc.first(
                            connection,
                            LAST_INTENT,
                            row -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                                    .map(OffsetDateTime::toInstant),
                            sync)
                    .flatMap(intent -> intent);
        });
    }

    @Override
    public void offerUnsettled(Instant now) throws LeaseLost, Unavailable {
        transactions.run("write the ledger", () -> {
            LedgerTables.hold(connection, sync, fence);
            return Jdbc.update(connection, OFFER_UNSETTLED, now, sync);
        });
    }

    @Override
    public List<ModelRow> changed(Optional<String> afterKey, int limit, Instant now) throws LeaseLost, Unavailable {
        return transactions.run("find what changed", () -> {
            LedgerTables.look(connection, sync, fence);
            if (!found) {
                diff.run();
                found = true;
            }
            return Jdbc.list(
                    connection,
                    CHANGED.replace("{values}", model.read("(d.m)")),
                    this::row,
                    sync,
                    afterKey.isEmpty(),
                    afterKey.orElse(""),
                    now,
                    limit);
        });
    }

    @Override
    public void intend(List<ModelRow> rows, String run, Instant now) throws LeaseLost, Unavailable {
        transactions.run("write the ledger", () -> {
            LedgerTables.hold(connection, sync, fence);
            writes.intend(rows, run, now);
            return true;
        });
    }

    @Override
    public void settle(List<Settlement> settlements, String run, Instant now) throws LeaseLost, Unavailable {
        transactions.run("write the ledger", () -> {
            LedgerTables.hold(connection, sync, fence);
            writes.settle(settlements, run, now);
            return true;
        });
    }

    @Override
    public List<String> withdrawn(int limit) throws LeaseLost, Unavailable {
        return transactions.run("read the ledger", () -> {
            LedgerTables.look(connection, sync, fence);
            return found ? Jdbc.list(connection, WITHDRAWN, row -> row.getString(1), sync, limit) : List.<String>of();
        });
    }

    @Override
    public void withdraw(List<String> keys, Instant now) throws LeaseLost, Unavailable {
        transactions.run("write the ledger", () -> {
            LedgerTables.hold(connection, sync, fence);
            Object all = connection.createArrayOf("text", keys.toArray());
            return Jdbc.update(connection, WITHDRAW, now, sync, all);
        });
    }

    @Override
    public Tally tally(String run) throws LeaseLost, Unavailable {
        return transactions.run("read the ledger", () -> {
            LedgerTables.look(connection, sync, fence);
            return Jdbc.first(
                            connection,
                            TALLY,
                            row -> new Tally(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                            sync,
                            run)
                    .orElseThrow();
        });
    }

    @Override
    public boolean decide(String key, boolean accepted, Instant now) throws LeaseLost, Unavailable {
        return transactions.run("write the ledger", () -> {
            LedgerTables.hold(connection, sync, fence);
            return Jdbc.update(connection, DECIDE, accepted, accepted, now, sync, key) > 0;
        });
    }

    @Override
    public void offerAll() throws LeaseLost, Unavailable {
        transactions.run("write the ledger", () -> {
            LedgerTables.hold(connection, sync, fence);
            Jdbc.update(connection, OFFER_ALL, sync);
            found = false;
            return true;
        });
    }

    private ModelRow row(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < model.columns().size(); i++) {
            ModelColumn column = model.columns().get(i);
            values.put(column.name(), column.value(row, i + 4));
        }
        return new ModelRow(row.getString(1), Long.toString(row.getLong(2)), values, row.getInt(3));
    }

    @Override
    public void close() {
        Session.close(connection);
    }
}
