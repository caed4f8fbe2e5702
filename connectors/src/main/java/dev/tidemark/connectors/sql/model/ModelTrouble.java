package dev.tidemark.connectors.sql.model;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import java.sql.SQLException;
import java.util.Collection;

/** What can be wrong with a model, in the same words for every database. */
public final class ModelTrouble {

    private ModelTrouble() {}

    /** @param words the database's own */
    public static ConnectorException tableMissing(String words, SQLException e) {
        return new ConnectorException(
                ModelSource.TABLE_MISSING,
                "the model reads a table that is not there: " + words,
                "Where a sync of this workspace fills it, its first run makes it; else correct its name",
                e);
    }

    /**
     * @param words the database's own
     * @param client in what a person can try the query
     */
    public static ConnectorException queryWrong(String words, SQLException e, String client) {
        return new ConnectorException(
                "model.query_wrong",
                "the model's query failed: " + words,
                "Try the query in " + client
                        + " as the user that Tidemark signs in as; it must be one SELECT that only reads",
                e);
    }

    /** @throws ConnectorException where the key is not among the columns, or there are none to send */
    public static void refuseWithoutKey(ModelSpec model, Collection<String> columns, boolean hasValues) {
        for (String part : model.key()) {
            if (!columns.contains(part)) {
                throw new ConnectorException(
                        "model.key_missing",
                        "the model has no column '" + part + "' for its key; its columns are "
                                + String.join(", ", columns),
                        "Name columns of the model as its key, spelled as the query answers them");
            }
        }
        if (!hasValues) {
            throw new ConnectorException(
                    "model.no_values", "the model has no columns", "Let the query answer what is to be sent");
        }
    }

    public static ConnectorException keyNull(ModelSpec model) {
        return new ConnectorException(
                "model.key_null",
                "the model has rows whose key (" + key(model) + ") is NULL",
                "Leave such rows out of the query, or name other columns as the key");
    }

    public static ConnectorException keyTwice(ModelSpec model, String key) {
        return new ConnectorException(
                "model.key_not_unique",
                "the model has more than one row with the key (" + key(model) + ") = " + key,
                "Let the query answer one row a key, or name more columns as the key");
    }

    static ConnectorException keyTooLong(ModelSpec model, int most) {
        return new ConnectorException(
                "model.key_too_long",
                "the model has rows whose key (" + key(model) + ") has more than " + most + " characters",
                "Name a shorter column as the key, or a digest of it such as md5(…)");
    }

    /** @param title the database's */
    public static ConnectorException hashChanged(String title, String sync) {
        return new ConnectorException(
                "model.hash_changed",
                "this version of " + title + " hashes values otherwise than the one that the ledger was kept with, so"
                        + " that every row would seem changed",
                "Where sending every row again does no harm: UPDATE tidemark.outbound SET fingerprint = NULL WHERE"
                        + " sync = '" + sync + "'");
    }

    private static String key(ModelSpec model) {
        return String.join(", ", model.key());
    }
}
