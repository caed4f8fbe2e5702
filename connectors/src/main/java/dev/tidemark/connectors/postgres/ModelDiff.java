package dev.tidemark.connectors.postgres;

import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import dev.tidemark.connectors.sql.model.ModelTrouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Finds what differs from what was accepted, with one statement over the whole model, and keeps it in a temporary table of
 * the session: the values that were hashed are those that will be sent, however long that takes.
 */
final class ModelDiff {

    static final String TABLE = "pg_temp.tidemark_diff";

    private final Connection connection;
    private final Model model;
    private final String sync;

    ModelDiff(Connection connection, Model model, String sync) {
        this.connection = connection;
        this.model = model;
        this.sync = sync;
    }

    /** Makes the table, empty. In a transaction that the caller ends. */
    void prepare() throws SQLException {
        Jdbc.execute(
                connection,
                "CREATE TEMP TABLE tidemark_diff (key text COLLATE \"C\", hash bigint NOT NULL, m " + Model.ROW_TYPE
                        + ")");
    }

    /** Fills the table anew, from one snapshot of model and ledger. */
    void run() throws SQLException, Unavailable {
        Jdbc.execute(connection, "DROP INDEX IF EXISTS pg_temp.tidemark_diff_key; TRUNCATE " + TABLE);
        connection.commit();
        // The query is the person's: it may read, and nothing else.
        Jdbc.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        find();
        refuseKeys();
        connection.commit();
        Jdbc.execute(connection, "CREATE UNIQUE INDEX tidemark_diff_key ON " + TABLE + " (key); ANALYZE " + TABLE);
        connection.commit();
    }

    /** Not prepared: a question mark in the person's query is an operator and no parameter. */
    private void find() throws SQLException, Unavailable {
        String sync = "'" + connection.unwrap(PGConnection.class).escapeLiteral(this.sync) + "'";
        try {
            Jdbc.execute(connection, """
                INSERT INTO pg_temp.tidemark_diff (key, hash, m)
                SELECT %1$s, %2$s, ROW(m.*)::pg_temp.tidemark_model
                  FROM %3$s
                  LEFT JOIN tidemark.ledger l ON l.sync = %4$s AND l.key = %1$s
                 WHERE l.accepted_hash IS DISTINCT FROM %2$s
                """.formatted(model.key(), model.hash(), model.query(), sync));
        } catch (SQLException e) {
            throw Model.fault(e);
        }
    }

    private void refuseKeys() throws SQLException {
        if (Jdbc.first(connection, "SELECT 1 FROM " + TABLE + " WHERE key IS NULL LIMIT 1", row -> true)
                .isPresent()) {
            throw ModelTrouble.keyNull(model.spec());
        }
        // Also a key of which one row differs from what was accepted and another does not.
        Optional<String> twice =
                Jdbc.firstPlain(connection, """
                    SELECT key FROM (SELECT %1$s AS key FROM %2$s) k
                     WHERE key IN (SELECT key FROM pg_temp.tidemark_diff)
                     GROUP BY key HAVING count(*) > 1 LIMIT 1
                    """.formatted(model.key(), model.query()), row -> row.getString(1));
        if (twice.isPresent()) {
            throw ModelTrouble.keyTwice(model.spec(), twice.get());
        }
    }
}
