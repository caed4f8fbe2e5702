package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.Work;
import dev.tidemark.connectors.sql.model.CommonLedger;
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

/** The ledger of one sync in PostgreSQL, which keeps requests and the diff as rows of the model's own type. */
final class PostgresLedger extends CommonLedger {

    private static final String UNSETTLED = """
        SELECT r.key, r.offered_hash, r.attempts, {values}
          FROM (SELECT key, offered_hash, attempts,
                       jsonb_populate_record(NULL::pg_temp.tidemark_model, request) AS m
                  FROM tidemark.ledger
                 WHERE sync = ? AND state = 'INTENDED' ORDER BY key LIMIT ?) r
         ORDER BY r.key
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

    private final Connection connection;
    private final Transactions transactions;
    private final Model model;
    private final String sync;
    private final long fence;
    private final ModelDiff diff;

    /** Claims the ledger. The connection is ours from here on. */
    static PostgresLedger open(Connection connection, Model model, String sync, long fence)
            throws SQLException, LeaseLost {
        PostgresLedger ledger = new PostgresLedger(connection, model, sync, fence);
        LedgerTables.claim(connection, sync, fence);
        ledger.diff.prepare();
        connection.commit();
        return ledger;
    }

    private PostgresLedger(Connection connection, Model model, String sync, long fence) {
        super(connection, sync, "key", ModelDiff.TABLE, new LedgerWrites(connection, sync));
        this.connection = connection;
        this.transactions = new Transactions(connection);
        this.model = model;
        this.sync = sync;
        this.fence = fence;
        this.diff = new ModelDiff(connection, model, sync);
    }

    @Override
    protected <T> T look(String attempt, Work<T> work) throws LeaseLost, Unavailable {
        return transactions.run(attempt, () -> {
            LedgerTables.look(connection, sync, fence);
            return work.run();
        });
    }

    @Override
    protected <T> T hold(String attempt, Work<T> work) throws LeaseLost, Unavailable {
        return transactions.run(attempt, () -> {
            LedgerTables.hold(connection, sync, fence);
            return work.run();
        });
    }

    @Override
    protected List<ModelRow> intended(int limit) throws SQLException {
        return Jdbc.list(connection, UNSETTLED.replace("{values}", model.read("(r.m)")), this::row, sync, limit);
    }

    @Override
    protected void find() throws SQLException, Unavailable {
        diff.run();
    }

    @Override
    protected List<ModelRow> owed(Optional<String> afterKey, int limit, Instant now) throws SQLException {
        return Jdbc.list(
                connection,
                CHANGED.replace("{values}", model.read("(d.m)")),
                this::row,
                sync,
                afterKey.isEmpty(),
                afterKey.orElse(""),
                now,
                limit);
    }

    @Override
    protected Object moment(Instant instant) {
        return instant;
    }

    @Override
    protected Optional<Instant> moment(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
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
