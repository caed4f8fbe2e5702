package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.TableDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one batch in a temporary table, so that the ledger is written by set-based statements. */
final class Batch {

    /** Rows of one INSERT: small beside what a server takes in one packet. */
    private static final int PIECE = 100;

    private final Connection connection;
    private final TableDialect dialect;
    private final String sync;
    private final String table;

    Batch(Connection connection, ModelDialect dialect, String sync) {
        this.connection = connection;
        this.dialect = dialect.tables();
        this.sync = sync;
        this.table = dialect.temporary("tidemark_batch");
    }

    /** The table's name in statements. */
    String table() {
        return table;
    }

    void ofRows(List<ModelRow> rows, String run, Instant now) throws SQLException {
        fill(rows.stream()
                .map(r -> row(r.key(), Long.valueOf(r.hash()), run, now, null, null))
                .toList());
    }

    void ofSettlements(List<Settlement> settlements, String run, Instant now) throws SQLException {
        fill(settlements.stream()
                .map(s -> row(
                        s.row().key(),
                        Long.valueOf(s.row().hash()),
                        run,
                        now,
                        Fate.of(s.outcome()),
                        s.nextTry().orElse(null)))
                .toList());
    }

    void ofKeys(List<String> keys, Instant now) throws SQLException {
        fill(keys.stream().map(key -> row(key, null, null, now, null, null)).toList());
    }

    private List<@Nullable Object> row(
            String key,
            @Nullable Long hash,
            @Nullable String run,
            Instant now,
            @Nullable Fate fate,
            @Nullable Instant nextTry) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(sync);
        row.add(key);
        row.add(hash);
        row.add(run);
        row.add(dialect.moment(now));
        row.add(fate == null ? null : fate.state());
        row.add(fate == null ? null : Fate.storable(fate.remoteId()));
        row.add(fate == null ? null : Fate.storable(fate.code()));
        row.add(fate == null ? null : Fate.storable(fate.message()));
        row.add(fate == null ? null : Fate.storable(fate.answer()));
        row.add(nextTry == null ? null : dialect.moment(nextTry));
        return row;
    }

    private void fill(List<List<@Nullable Object>> rows) throws SQLException {
        String text = dialect.sql().columnType(FieldType.TEXT);
        String moment = dialect.sql().columnType(FieldType.INSTANT);
        for (String statement : dialect.renew(
                table,
                "sync varchar(100), row_key varchar(" + LedgerTables.LONGEST_KEY
                        + "), hash bigint, run varchar(100), at_time "
                        + moment + " NULL, state varchar(10), remote_id " + text + ", code " + text + ", message "
                        + text
                        + ", answer " + text + ", next_try " + moment + " NULL")) {
            Jdbc.execute(connection, statement);
        }
        for (int from = 0; from < rows.size(); from += PIECE) {
            insert(rows.subList(from, Math.min(rows.size(), from + PIECE)));
        }
    }

    private void insert(List<List<@Nullable Object>> rows) throws SQLException {
        String one = "(" + String.join(", ", Collections.nCopies(rows.getFirst().size(), "?")) + ")";
        Jdbc.update(
                connection,
                "INSERT INTO " + table + " VALUES " + String.join(", ", Collections.nCopies(rows.size(), one)),
                rows.stream().flatMap(List::stream).toArray());
    }
}
