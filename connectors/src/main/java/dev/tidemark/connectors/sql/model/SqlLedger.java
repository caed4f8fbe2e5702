package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.Work;
import dev.tidemark.connectors.sql.tables.SqlLoad;
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

/** The ledger of one sync in a database that is known by its dialect. */
final class SqlLedger extends CommonLedger {

    private static final String UNSETTLED = """
        SELECT row_key, offered_hash, attempts, request FROM tidemark.ledger
         WHERE sync = ? AND state = 'INTENDED' ORDER BY row_key LIMIT ?
        """;

    private final Connection connection;
    private final ModelDialect dialect;
    private final Transactions transactions;
    private final Model model;
    private final String sync;
    private final ModelDiff diff;

    /** Claims the ledger. The connection is ours from here on. */
    static SqlLedger open(Connection connection, Model model, String sync, long fence)
            throws SQLException, LeaseLost, Unavailable {
        ModelDiff diff = new ModelDiff(connection, model, sync);
        SqlLedger ledger = new SqlLedger(connection, model, sync, fence, diff);
        ledger.transactions.run("claim the ledger", () -> {
            LedgerTables.claim(model.dialect(), connection, sync, fence);
            return true;
        });
        diff.prepare();
        return ledger;
    }

    private SqlLedger(Connection connection, Model model, String sync, long fence, ModelDiff diff) {
        super(
                connection,
                sync,
                "row_key",
                diff.table(),
                new LedgerWrites(connection, model.dialect(), sync, diff.table()));
        this.connection = connection;
        this.dialect = model.dialect();
        this.transactions = new Transactions(dialect.tables().sql(), connection, sync, fence);
        this.model = model;
        this.sync = sync;
        this.diff = diff;
    }

    @Override
    protected <T> T look(String attempt, Work<T> work) throws LeaseLost, Unavailable {
        return transactions.look(attempt, work);
    }

    @Override
    protected <T> T hold(String attempt, Work<T> work) throws LeaseLost, Unavailable {
        return transactions.hold(attempt, work);
    }

    @Override
    protected List<ModelRow> intended(int limit) throws SQLException {
        return Jdbc.list(connection, UNSETTLED, this::row, sync, limit);
    }

    @Override
    protected void find() throws SQLException, Unavailable {
        diff.run();
    }

    @Override
    protected List<ModelRow> owed(Optional<String> afterKey, int limit, Instant now) throws SQLException {
        return new Owed(connection, sync, diff.table(), moment(now)).after(afterKey, limit, this::row);
    }

    @Override
    protected Object moment(Instant instant) {
        return dialect.tables().moment(instant);
    }

    @Override
    protected Optional<Instant> moment(ResultSet row, int column) throws SQLException {
        return dialect.moment(row, column);
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
