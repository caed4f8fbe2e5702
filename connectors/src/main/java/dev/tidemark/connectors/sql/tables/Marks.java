package dev.tidemark.connectors.sql.tables;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Counts;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The marks of all tables in this database: one row a sync, moved in the transactions that change its table. Each change
 * writes the fence, even where it stays the same, because some databases see two changes of one row clash only where they
 * write one column (invariant 2).
 */
public final class Marks {

    public static final String SCHEMA = "tidemark";

    /** A mark with where its table stands, what its key is and whether it is filled for the first time. */
    public record Kept(String schema, String table, String key, boolean filling, Mark mark) {}

    private Marks() {}

    /** The mark of a table as it stands. */
    static Mark stands(Connection connection, String sync) throws SQLException {
        return find(connection, sync).orElseThrow().mark();
    }

    public static Optional<Kept> find(Connection connection, String sync) throws SQLException {
        return Jdbc.first(connection, "SELECT * FROM tidemark.mark WHERE sync = ?", Marks::read, sync);
    }

    /** The sync that keeps the table of this name. */
    public static Optional<String> keeper(Connection connection, String schema, String table) throws SQLException {
        return Jdbc.first(
                connection,
                "SELECT sync FROM tidemark.mark WHERE table_schema = ? AND table_name = ?",
                row -> row.getString(1),
                schema,
                table);
    }

    /** A mark for a table that is to be made: nothing is in. Of an earlier table of this sync only the fence stays. */
    public static void begin(Connection connection, TableSpec table, Object now) throws SQLException {
        long known = Jdbc.update(connection, """
            UPDATE tidemark.mark SET
              table_schema = ?, table_name = ?, key_columns = ?, fence = fence, page = 0, run = '',
              seen = 0, loaded = 0, unchanged = 0, deleted = 0, rejected = 0, filling = true, moved_at = ?,
              begun = 0, changes_to = NULL, deletes_to = NULL, listed_to = NULL, untraced = NULL, awaited = NULL,
              left_out = NULL, not_vouched = '[]', rejected_before = 0
            WHERE sync = ?
            """, table.schema(), table.name(), key(table), now, table.sync());
        if (known == 0) {
            Jdbc.update(connection, """
                INSERT INTO tidemark.mark (sync, table_schema, table_name, key_columns, filling, moved_at)
                VALUES (?, ?, ?, ?, true, ?)
                """, table.sync(), table.schema(), table.name(), key(table), now);
        }
        for (String kept : List.of("grave", "listing", "listed", "absent")) {
            Jdbc.update(connection, "DELETE FROM tidemark." + kept + " WHERE sync = ?", table.sync());
        }
    }

    static String key(TableSpec table) {
        return String.join(", ", table.key());
    }

    /** The table has another place now. */
    public static void moved(Connection connection, TableSpec table) throws SQLException {
        Jdbc.update(
                connection,
                "UPDATE tidemark.mark SET table_schema = ?, table_name = ?, fence = fence WHERE sync = ?",
                table.schema(),
                table.name(),
                table.sync());
    }

    /** Somebody dropped the table of a sync that was. */
    public static void remove(Connection connection, String sync) throws SQLException {
        Jdbc.update(connection, "DELETE FROM tidemark.mark WHERE sync = ?", sync);
    }

    /** @throws LeaseLost where a higher fencing number stands there already (invariant 2) */
    static Kept claim(Connection connection, TableSpec table, long fence) throws SQLException, LeaseLost {
        long claimed = Jdbc.update(
                connection,
                "UPDATE tidemark.mark SET fence = ? WHERE sync = ? AND fence <= ?",
                fence,
                table.sync(),
                fence);
        return held(connection, table, fence, claimed);
    }

    /**
     * Moves the mark and locks it until the end of the transaction, before anything of the slice touches the table's old
     * rows. Counts of another run begin at zero.
     */
    static Kept move(
            Connection connection,
            TableSpec table,
            long fence,
            String run,
            long seen,
            long rejected,
            long fromPage,
            long toPage,
            Object now)
            throws SQLException, LeaseLost {
        long moved = Jdbc.update(
                connection,
                """
                UPDATE tidemark.mark SET
                  fence     = ?,
                  begun     = CASE WHEN page = 0 THEN ? ELSE begun END,
                  page      = CASE WHEN page > ? THEN page ELSE ? END,
                  seen      = CASE WHEN run = ? THEN seen ELSE 0 END + ?,
                  loaded    = CASE WHEN run = ? THEN loaded ELSE 0 END,
                  unchanged = CASE WHEN run = ? THEN unchanged ELSE 0 END,
                  deleted   = CASE WHEN run = ? THEN deleted ELSE 0 END,
                  rejected  = CASE WHEN run = ? THEN rejected ELSE 0 END + ?,
                  run       = ?,
                  moved_at  = ?
                WHERE sync = ? AND fence = ?
                """,
                fence,
                fromPage,
                toPage,
                toPage,
                run,
                seen,
                run,
                run,
                run,
                run,
                rejected,
                run,
                now,
                table.sync(),
                fence);
        return held(connection, table, fence, moved);
    }

    /** Locks the mark without moving it. */
    static Kept hold(Connection connection, TableSpec table, long fence, Object now) throws SQLException, LeaseLost {
        long held = Jdbc.update(
                connection,
                "UPDATE tidemark.mark SET fence = ?, moved_at = ? WHERE sync = ? AND fence = ?",
                fence,
                now,
                table.sync(),
                fence);
        return held(connection, table, fence, held);
    }

    /** Adds the fates of rows to a mark that this transaction holds. */
    static Mark count(Connection connection, String sync, Fates fates) throws SQLException {
        Jdbc.update(connection, """
            UPDATE tidemark.mark SET
              loaded = loaded + ?, unchanged = unchanged + ?, deleted = deleted + ?
            WHERE sync = ?
            """, fates.loaded(), fates.unchanged(), fates.deleted(), sync);
        return stands(connection, sync);
    }

    /** Adds rows that were found to be gone to a mark that this transaction holds: each was as good as a tombstone. */
    static Mark gone(Connection connection, String sync, long rows) throws SQLException {
        Jdbc.update(
                connection,
                "UPDATE tidemark.mark SET seen = seen + ?, deleted = deleted + ? WHERE sync = ?",
                rows,
                rows,
                sync);
        return find(connection, sync).orElseThrow().mark();
    }

    /** The table's first pass is complete. */
    static Mark filled(Connection connection, String sync) throws SQLException {
        Jdbc.update(connection, "UPDATE tidemark.mark SET filling = false WHERE sync = ?", sync);
        return find(connection, sync).orElseThrow().mark();
    }

    private static Kept held(Connection connection, TableSpec table, long fence, long changed)
            throws SQLException, LeaseLost {
        Kept stands = find(connection, table.sync())
                .orElseThrow(() -> new ConnectorException(
                        "destination.not_prepared",
                        "the table '" + table.name() + "' has no mark in tidemark.mark",
                        "If somebody removed it, rename the table and let the sync fill a new one"));
        if (changed == 0) {
            throw lost(table, stands, fence);
        }
        return stands;
    }

    static LeaseLost lost(TableSpec table, Kept stands, long fence) {
        return new LeaseLost("the table '" + table.name() + "' is claimed with fence "
                + stands.mark().fence() + ", ours is " + fence);
    }

    private static Kept read(ResultSet row) throws SQLException {
        Counts counts = new Counts(
                row.getLong("seen"),
                row.getLong("loaded"),
                row.getLong("unchanged"),
                row.getLong("deleted"),
                row.getLong("rejected"));
        return new Kept(
                row.getString("table_schema"),
                row.getString("table_name"),
                row.getString("key_columns"),
                row.getBoolean("filling"),
                new Mark(row.getLong("fence"), row.getLong("page"), row.getString("run"), counts, Tidemarks.read(row)));
    }
}
