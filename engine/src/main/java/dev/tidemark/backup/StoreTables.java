package dev.tidemark.backup;

import dev.tidemark.store.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The store's tables as a backup sees them. */
final class StoreTables {

    /** In the order in which they can be filled. */
    static final List<String> KEPT = List.of(
            "workspace",
            "sync",
            "fence",
            "run",
            "checkpoint",
            "page",
            "rejection",
            "refused_row",
            "event",
            "delivery",
            "quota",
            "quota_spent",
            "secret");

    /** Of the moment, and not kept: a hint that is lost costs time and nothing else (invariant 7). */
    static final List<String> PASSING = List.of("job", "reprocess", "hint", "hook_event", "hook_feed", "hook_tally");

    private StoreTables() {}

    static List<String> columns(Tx tx, String table) {
        return tx.handle()
                .createQuery("""
                        SELECT column_name FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name = :table ORDER BY ordinal_position""")
                .bind("table", table)
                .mapTo(String.class)
                .list();
    }

    static int schema(Tx tx) {
        return tx.handle()
                .createQuery("SELECT max(CAST(version AS integer)) FROM flyway_schema_history WHERE success")
                .mapTo(Integer.class)
                .one();
    }

    /** @param where which rows; empty for all */
    static void copyOut(Tx tx, String table, List<String> columns, String where, OutputStream to)
            throws IOException, SQLException {
        copies(tx).copyOut("COPY (SELECT " + list(columns) + " FROM " + table + where + ") TO STDOUT", to);
    }

    static void copyIn(Tx tx, String table, List<String> columns, InputStream from) throws IOException, SQLException {
        copies(tx).copyIn("COPY " + table + " (" + list(columns) + ") FROM STDIN", from);
    }

    private static String list(List<String> columns) {
        return columns.stream().map(c -> "\"" + c.replace("\"", "\"\"") + "\"").collect(Collectors.joining(", "));
    }

    private static CopyManager copies(Tx tx) throws SQLException {
        return tx.handle().getConnection().unwrap(PGConnection.class).getCopyAPI();
    }
}
