package dev.tidemark.connector;

import java.util.List;

/** A database whose rows are offered to an app. */
public interface ModelSource extends Connector {

    /** The code of the error that a model reads a table which is not there, or not yet. */
    String TABLE_MISSING = "model.table_missing";

    /**
     * The columns of a model, found without running it.
     *
     * @throws ConnectorException where the query is wrong, or the key is not among its columns
     */
    List<Field> inspect(Access access, ModelSpec model) throws Unavailable;

    /**
     * Opens the ledger of a sync for this worker, so that every older one can change nothing from now on.
     *
     * @throws LeaseLost where a higher fencing number stands there already
     */
    Ledger open(Access access, ModelSpec model, String sync, long fence) throws LeaseLost, Unavailable;
}
