package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.ModelRow;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of the diff that are to be sent now, in the order of their keys. The ledger is looked at for a stretch of keys at a
 * time, so that it is not read as a whole for each batch.
 *
 * @param now as the database takes a moment
 */
record Owed(Connection connection, String sync, String diff, Object now) {

    /** Keys of a stretch, at least: few of many may be due. */
    private static final int STRETCH = 1_000;

    /** A condition on the ledger beside that on the keys makes DuckDB 2.0 forget the limit: it stands within. */
    private static final String ROWS = """
        SELECT d.row_key, d.hash, coalesce(l.attempts, 0), d.request
          FROM {diff} d
          LEFT JOIN (SELECT * FROM tidemark.ledger WHERE sync = ? AND row_key <= ? AND row_key >= ?) l
            ON l.row_key = d.row_key
         WHERE d.row_key <= ? AND d.row_key {after} ?
           AND coalesce(l.accepted_hash <> d.hash, TRUE)
           AND (l.state IS NULL OR l.state IN ('ACCEPTED', 'WAITING')
             OR (l.state = 'REJECTED' AND (l.offered_hash <> d.hash OR l.next_try <= ?)))
         ORDER BY d.row_key LIMIT ?
        """;

    private record Stretch(String last, long keys) {}

    List<ModelRow> after(Optional<String> key, int limit, Jdbc.Reader<ModelRow> reader) throws SQLException {
        List<ModelRow> found = new ArrayList<>();
        Optional<String> from = key;
        int most = Math.max(limit, STRETCH);
        while (found.size() < limit) {
            Optional<Stretch> next = stretch(from, most);
            if (next.isEmpty()) {
                return found;
            }
            String last = next.get().last;
            // No key comes before the empty one.
            String first = from.orElse("");
            String sql = ROWS.replace("{diff}", diff).replace("{after}", from.isPresent() ? ">" : ">=");
            found.addAll(Jdbc.list(connection, sql, reader, sync, last, first, last, first, now, limit - found.size()));
            if (next.get().keys < most) {
                return found;
            }
            from = Optional.of(last);
        }
        return found;
    }

    private Optional<Stretch> stretch(Optional<String> from, int most) throws SQLException {
        return Jdbc.first(
                        connection,
                        "SELECT max(row_key), count(*) FROM (SELECT row_key FROM " + diff
                                + " WHERE row_key {after} ? ORDER BY row_key LIMIT ?) d"
                                        .replace("{after}", from.isPresent() ? ">" : ">="),
                        row -> new Stretch(String.valueOf(row.getString(1)), row.getLong(2)),
                        from.orElse(""),
                        most)
                .filter(s -> s.keys > 0);
    }
}
