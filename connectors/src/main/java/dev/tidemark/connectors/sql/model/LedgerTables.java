package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.tables.Ddl;
import dev.tidemark.connectors.sql.tables.Marks;
import dev.tidemark.connectors.sql.tables.SqlLoad;
import dev.tidemark.connectors.sql.tables.TableDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The ledgers of all outbound syncs in this database, and who may write them. */
final class LedgerTables {

    static final String LEDGER = "tidemark.ledger";

    /** Longest key where there are indexes, in characters. */
    static final int LONGEST_KEY = 640;

    private record Claim(long fence, @Nullable Long fingerprint) {}

    private LedgerTables() {}

    /** Makes the tables where they are missing, in steps that can be run again; on a connection of its own, for locks end with it. */
    static void prepare(ModelDialect dialect, Access access) throws SQLException, Unavailable {
        TableDialect tables = dialect.tables();
        Connection connection = tables.sql().open(access);
        try {
            Ddl ddl = tables.ddl(connection);
            if (ddl.exists(Marks.SCHEMA, "ledger")) {
                return;
            }
            ddl.oneAtATime();
            ddl.makeSchema(Marks.SCHEMA);
            ddl.own(
                    "outbound",
                    "sync varchar(100) PRIMARY KEY, fence bigint NOT NULL, fingerprint bigint",
                    "One row for each sync out of this database: which worker may write its ledger.");
            ddl.own(
                    "ledger",
                    columns(dialect),
                    "What became of each row that was sent to an app: the last answer, and which values were"
                            + " accepted.");
            connection.commit();
        } finally {
            SqlLoad.close(connection);
        }
    }

    private static String columns(ModelDialect dialect) {
        String moment = dialect.tables().sql().columnType(FieldType.INSTANT);
        String text = dialect.tables().sql().columnType(FieldType.TEXT);
        return "sync varchar(100) NOT NULL, row_key varchar(" + LONGEST_KEY + ") NOT NULL, state varchar(10) NOT NULL,"
                + " accepted_hash bigint, offered_hash bigint NOT NULL, run varchar(100) NOT NULL,"
                + " attempts integer NOT NULL DEFAULT 0, next_try " + moment + " NULL, remote_id " + text
                + ", error_code " + text + ", error_message " + text + ", answer " + text + ", request " + text
                + ", changed_at " + moment + " NOT NULL"
                + (dialect.hasIndexes() ? ", PRIMARY KEY (sync, row_key), INDEX (sync, state)" : "");
    }

    /** @throws LeaseLost where a higher fencing number stands there already (invariant 2) */
    static void claim(ModelDialect dialect, Connection connection, String sync, long fence)
            throws SQLException, LeaseLost, Unavailable {
        long fingerprint = Jdbc.first(connection, fingerprint(dialect), row -> row.getLong(1))
                .orElseThrow();
        Jdbc.update(
                connection, "UPDATE tidemark.outbound SET fence = ? WHERE sync = ? AND fence <= ?", fence, sync, fence);
        Optional<Claim> stands = find(connection, sync);
        if (stands.isEmpty()) {
            insert(dialect, connection, sync, fence, fingerprint);
            return;
        }
        if (stands.get().fence > fence) {
            throw lost(fence);
        }
        Long kept = stands.get().fingerprint;
        if (kept == null) {
            Jdbc.update(connection, "UPDATE tidemark.outbound SET fingerprint = ? WHERE sync = ?", fingerprint, sync);
        } else if (kept != fingerprint) {
            throw ModelTrouble.hashChanged(dialect.tables().sql().title(), sync);
        }
    }

    private static String fingerprint(ModelDialect dialect) {
        List<String> samples = dialect.samples();
        List<String> names =
                IntStream.range(0, samples.size()).mapToObj(i -> "c" + i).toList();
        List<Boolean> plain = samples.stream().map(s -> false).toList();
        return "SELECT " + dialect.tables().hash(dialect.whole(names, samples, plain));
    }

    private static void insert(ModelDialect dialect, Connection connection, String sync, long fence, long fingerprint)
            throws SQLException, Unavailable {
        try {
            Jdbc.update(
                    connection,
                    "INSERT INTO tidemark.outbound (sync, fence, fingerprint) VALUES (?, ?, ?)",
                    sync,
                    fence,
                    fingerprint);
        } catch (SQLException e) {
            if (dialect.tables().sql().refusesRow(e)) {
                throw new Unavailable("another worker claimed the ledger at the same moment: it is tried again", e);
            }
            throw e;
        }
    }

    private static Optional<Claim> find(Connection connection, String sync) throws SQLException {
        return Jdbc.first(
                connection,
                "SELECT fence, fingerprint FROM tidemark.outbound WHERE sync = ?",
                row -> {
                    long fence = row.getLong(1);
                    long fingerprint = row.getLong(2);
                    return new Claim(fence, row.wasNull() ? null : fingerprint);
                },
                sync);
    }

    /** Makes sure that this worker may still write, until the end of the transaction. */
    static void hold(Connection connection, String sync, long fence) throws SQLException, LeaseLost {
        // The fence is written though it stays: some databases see two transactions clash only where both write.
        Jdbc.update(
                connection, "UPDATE tidemark.outbound SET fence = ? WHERE sync = ? AND fence = ?", fence, sync, fence);
        look(connection, sync, fence);
    }

    /** Looks whether this worker may still write. */
    static void look(Connection connection, String sync, long fence) throws SQLException, LeaseLost {
        if (find(connection, sync).filter(c -> c.fence == fence).isEmpty()) {
            throw lost(fence);
        }
    }

    /** @throws LeaseLost where a worker with a higher fencing number has the ledger. Ends the transaction. */
    static void refuseOvertaken(Connection connection, String sync, long fence) throws SQLException, LeaseLost {
        Optional<Claim> stands = find(connection, sync);
        connection.commit();
        if (stands.isPresent() && stands.get().fence > fence) {
            throw lost(fence);
        }
    }

    private static LeaseLost lost(long fence) {
        return new LeaseLost("the ledger is claimed by a worker with a higher fence than ours, " + fence);
    }
}
