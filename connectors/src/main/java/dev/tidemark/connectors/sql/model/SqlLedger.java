package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.SqlLoad;
import dev.tidemark.connectors.sql.tables.TableDialect;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One worker's way into the ledger of one sync, over one connection. What changed is found once, when first asked for; open
 * the ledger again to look again.
 */
final class SqlLedger implements Ledger {

    private static final String UNSETTLED = """
        SELECT row_key, offered_hash, attempts, request FROM tidemark.ledger
         WHERE sync = ? AND state = 'INTENDED' ORDER BY row_key LIMIT ?
        """;

    private static final String LAST_INTENT =
            "SELECT max(changed_at) FROM tidemark.ledger WHERE sync = ? AND state = 'INTENDED'";

    private static final String OFFER_UNSETTLED = """
        UPDATE tidemark.ledger SET state = 'WAITING', accepted_hash = NULL, request = NULL, changed_at = ?
         WHERE sync = ? AND state = 'INTENDED'
        """;

    /** What differs from what was accepted stands in the diff; a rejected row that does not is owed no longer. */
    private static final String WITHDRAWN = """
        SELECT l.row_key FROM tidemark.ledger l
         WHERE l.sync = ? AND l.state = 'REJECTED'
           AND NOT EXISTS (SELECT 1 FROM {diff} d WHERE d.row_key = l.row_key)
         ORDER BY l.row_key LIMIT ?
        """;

    private static final String TALLY = """
        SELECT count(CASE WHEN state = 'ACCEPTED' THEN 1 END), count(CASE WHEN state = 'REJECTED' THEN 1 END),
               count(CASE WHEN state = 'UNCERTAIN' THEN 1 END),
               count(CASE WHEN state IN ('INTENDED', 'WAITING') THEN 1 END)
          FROM tidemark.ledger WHERE sync = ? AND run = ?
        """;

    private static final String DECIDE = """
        UPDATE tidemark.ledger SET
          state         = CASE WHEN ? THEN 'ACCEPTED' ELSE 'WAITING' END,
          accepted_hash = CASE WHEN ? THEN offered_hash ELSE accepted_hash END,
          request       = NULL,
          changed_at    = ?
        WHERE sync = ? AND row_key = ? AND state = 'UNCERTAIN'
        """;

    private static final String OFFER_ALL = """
        UPDATE tidemark.ledger SET
          accepted_hash = NULL,
          state         = CASE WHEN state IN ('ACCEPTED', 'REJECTED') THEN 'WAITING' ELSE state END,
          next_try      = NULL
        WHERE sync = ? AND state <> 'UNCERTAIN'
        """;

    private final Connection connection;
    private final ModelDialect dialect;
    private final Transactions transactions;
    private final Model model;
    private final String sync;
    private final ModelDiff diff;
    private final LedgerWrites writes;
    private boolean found;

    /** Claims the ledger. The connection is ours from here on. */
    SqlLedger(Connection connection, Model model, String sync, long fence) throws SQLException, LeaseLost, Unavailable {
        this.connection = connection;
        this.dialect = model.dialect();
        this.transactions = new Transactions(dialect.tables().sql(), connection, sync, fence);
        this.model = model;
        this.sync = sync;
        this.diff = new ModelDiff(connection, model, sync);
        this.writes = new LedgerWrites(connection, dialect, sync, diff.table());
        transactions.run("claim the ledger", () -> {
            LedgerTables.claim(dialect, connection, sync, fence);
            return true;
        });
        diff.prepare();
    }

    @Override
    public List<ModelRow> unsettled(int limit) throws LeaseLost, Unavailable {
        return transactions.look("read the ledger", () -> Jdbc.list(connection, UNSETTLED, this::row, sync, limit));
    }

    @Override
    public Optional<Instant> lastIntent() throws LeaseLost, Unavailable {
        return transactions.look(
                "read the ledger",
                () -> Jdbc.first(connection, LAST_INTENT, row -> dialect.moment(row, 1), sync)
                        .flatMap(intent -> intent));
    }

    @Override
    public void offerUnsettled(Instant now) throws LeaseLost, Unavailable {
        write(() -> Jdbc.update(connection, OFFER_UNSETTLED, tables().moment(now), sync));
    }

    @Override
    public List<ModelRow> changed(Optional<String> afterKey, int limit, Instant now) throws LeaseLost, Unavailable {
        return transactions.look("find what changed", () -> {
            if (!found) {
                diff.run();
                found = true;
            }
            return new Owed(connection, sync, diff.table(), tables().moment(now)).after(afterKey, limit, this::row);
        });
    }

    @Override
    public void intend(List<ModelRow> rows, String run, Instant now) throws LeaseLost, Unavailable {
        write(() -> {
            writes.intend(rows, run, now);
            return true;
        });
    }

    @Override
    public void settle(List<Settlement> settlements, String run, Instant now) throws LeaseLost, Unavailable {
        write(() -> {
            writes.settle(settlements, run, now);
            return true;
        });
    }

    @Override
    public List<String> withdrawn(int limit) throws LeaseLost, Unavailable {
        String sql = WITHDRAWN.replace("{diff}", diff.table());
        return transactions.look(
                "read the ledger",
                () -> found ? Jdbc.list(connection, sql, row -> row.getString(1), sync, limit) : List.<String>of());
    }

    @Override
    public void withdraw(List<String> keys, Instant now) throws LeaseLost, Unavailable {
        write(() -> {
            writes.withdraw(keys, now);
            return true;
        });
    }

    @Override
    public Tally tally(String run) throws LeaseLost, Unavailable {
        return transactions.look(
                "read the ledger",
                () -> Jdbc.first(
                                connection,
                                TALLY,
                                row -> new Tally(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                                sync,
                                run)
                        .orElseThrow());
    }

    @Override
    public boolean decide(String key, boolean accepted, Instant now) throws LeaseLost, Unavailable {
        return write(() -> Jdbc.update(connection, DECIDE, accepted, accepted, tables().moment(now), sync, key) > 0);
    }

    @Override
    public void offerAll() throws LeaseLost, Unavailable {
        write(() -> Jdbc.update(connection, OFFER_ALL, sync));
        found = false;
    }

    private <T> T write(Transactions.Work<T> work) throws LeaseLost, Unavailable {
        return transactions.hold("write the ledger", work);
    }

    private TableDialect tables() {
        return dialect.tables();
    }

    /** A key, a hash, how often it was tried, and the texts of all values as a JSON object. */
    private ModelRow row(ResultSet row) throws SQLException {
        JsonNode texts = Json.read(row.getString(4).getBytes(StandardCharsets.UTF_8));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (ModelColumn column : model.columns()) {
            JsonNode text = texts.path(column.name());
            values.put(column.name(), column.value(text.isValueNode() && !text.isNull() ? text.asString() : null));
        }
        return new ModelRow(row.getString(1), Long.toString(row.getLong(2)), values, row.getInt(3));
    }

    @Override
    public void close() {
        SqlLoad.close(connection);
    }
}
