package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.connectors.sql.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Finds what differs from what was accepted, with one statement over the whole model, and keeps it in a temporary table of
 * the session: the values that were hashed are those that will be sent, however long that takes.
 */
final class ModelDiff {

    private final Connection connection;
    private final ModelDialect dialect;
    private final Model model;
    private final String sync;
    private final String table;

    ModelDiff(Connection connection, Model model, String sync) {
        this.connection = connection;
        this.dialect = model.dialect();
        this.model = model;
        this.sync = sync;
        this.table = dialect.temporary("tidemark_diff");
    }

    /** The table's name in statements: {@code row_key}, {@code hash}, {@code request}. */
    String table() {
        return table;
    }

    /** Makes the table anew, and empty. Commits. */
    void prepare() throws SQLException {
        String text = dialect.tables().sql().columnType(FieldType.TEXT);
        String key = "row_key varchar(" + LedgerTables.LONGEST_KEY + ") "
                + (dialect.hasIndexes() ? "PRIMARY KEY" : "NOT NULL");
        for (String statement :
                dialect.tables().renew(table, key + ", hash bigint NOT NULL, request " + text + " NOT NULL")) {
            Jdbc.execute(connection, statement);
        }
        connection.commit();
    }

    /** Fills the table anew. The model and the ledger are seen as they were at one moment. Commits. */
    void run() throws SQLException, Unavailable {
        prepare();
        // The query is the person's: it may read, and nothing else.
        dialect.readOnly(connection);
        try {
            find();
            if (Jdbc.first(connection, "SELECT 1 FROM " + table + " LIMIT 1", row -> true)
                    .isPresent()) {
                refuseTwice("WHERE EXISTS (SELECT 1 FROM " + table + " d WHERE d.row_key = k.row_key)");
            }
        } catch (SQLException e) {
            connection.rollback();
            throw fault(e);
        }
        connection.commit();
    }

    /** Not prepared: a question mark in the person's query is no parameter. */
    private void find() throws SQLException {
        Jdbc.execute(
                connection,
                """
                INSERT INTO %1$s (row_key, hash, request)
                SELECT %2$s, %3$s, %4$s
                  FROM %5$s
                  LEFT JOIN (SELECT row_key, accepted_hash FROM tidemark.ledger WHERE sync = %6$s) l ON l.row_key = %2$s
                 WHERE coalesce(l.accepted_hash <> %3$s, TRUE)
                """.formatted(table, model.key(), model.hash(), model.values(), model.query(), dialect.literal(sync))
                        + (dialect.hasIndexes() ? "" : " ORDER BY 1"));
    }

    /** Also a key of which one row differs from what was accepted and another does not. */
    private void refuseTwice(String where) throws SQLException {
        Optional<String> twice = Jdbc.firstPlain(
                connection,
                "SELECT row_key FROM (" + keys() + ") k " + where + " GROUP BY row_key HAVING count(*) > 1 LIMIT 1",
                row -> row.getString(1));
        if (twice.isPresent()) {
            throw ModelTrouble.keyTwice(model.spec(), twice.get());
        }
    }

    private String keys() {
        return "SELECT " + model.key() + " AS row_key FROM " + model.query();
    }

    /** Where the table took no row, it was a key; which, is asked now. */
    private Unavailable fault(SQLException e) throws SQLException {
        if (dialect.tables().sql().refusesRow(e)) {
            try {
                refuseKeys();
            } catch (SQLException queryFails) {
                e.addSuppressed(queryFails);
            }
            connection.rollback();
        }
        return Model.fault(dialect, e);
    }

    /** @throws ConnectorException where a key is no key */
    private void refuseKeys() throws SQLException {
        if (is("row_key IS NULL")) {
            throw ModelTrouble.keyNull(model.spec());
        }
        if (dialect.hasIndexes() && is("char_length(row_key) > " + LedgerTables.LONGEST_KEY)) {
            throw ModelTrouble.keyTooLong(model.spec(), LedgerTables.LONGEST_KEY);
        }
        refuseTwice("");
    }

    private boolean is(String condition) throws SQLException {
        return Jdbc.firstPlain(
                        connection, "SELECT 1 FROM (" + keys() + ") k WHERE " + condition + " LIMIT 1", row -> true)
                .isPresent();
    }
}
