package dev.tidemark.connector;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of what became of each row of a model: it lives beside the model, so that what changed since a row was last
 * accepted is found by one set-based statement. Every write is refused to a worker whose fencing number is not the highest.
 */
public interface Ledger extends AutoCloseable {

    /**
     * Rows whose intent was committed and whose outcome was not: a worker died, or an answer was lost. They come before all
     * others, and what may be done with them is decided by invariant 8.
     */
    List<ModelRow> unsettled(int limit) throws LeaseLost, Unavailable;

    /**
     * Rows that changed since they were last accepted, were never sent, or were rejected and are due again; in the order of
     * their keys. Rows listed as uncertain are left out until a person settles them.
     *
     * @param afterKey the last key of the batch before; empty for the first
     */
    List<ModelRow> changed(Optional<String> afterKey, int limit, Instant now) throws LeaseLost, Unavailable;

    /** Commits that these rows are about to be sent. Only then may they leave. */
    void intend(List<ModelRow> rows, String run, Instant now) throws LeaseLost, Unavailable;

    /** Commits what became of rows that were intended. */
    void settle(List<Settlement> settlements, String run, Instant now) throws LeaseLost, Unavailable;

    /** How many rows the model has, and how many of them are settled as each kind. One pass over the ledger. */
    Tally tally() throws LeaseLost, Unavailable;

    /** How many rows of a ledger stand where. */
    record Tally(long accepted, long rejected, long uncertain, long intended) {}

    @Override
    void close();
}
