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
     * others, with the values that were sent, and what may be done with them is decided by invariant 8.
     */
    List<ModelRow> unsettled(int limit) throws LeaseLost, Unavailable;

    /** When the newest of the rows that are not settled was intended; empty where there is none. */
    Optional<Instant> lastIntent() throws LeaseLost, Unavailable;

    /**
     * Offers the rows that are not settled again, with the values that they have by now: only where the same write twice is
     * as good as once. Which values the app has is not known, so what was accepted of these rows before is forgotten.
     */
    void offerUnsettled(Instant now) throws LeaseLost, Unavailable;

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

    /**
     * Keys of rows that were rejected and are owed no longer: they left the model, or are again as they were last accepted.
     * As {@link #changed} last saw the model.
     */
    List<String> withdrawn(int limit) throws LeaseLost, Unavailable;

    /** Commits that these rejections are no more. */
    void withdraw(List<String> keys, Instant now) throws LeaseLost, Unavailable;

    /** What became of the rows that this run sent, each counted once, by its last outcome in the run. */
    Tally tally(String run) throws LeaseLost, Unavailable;

    /**
     * A person says what became of a row whose fate is uncertain (invariant 8).
     *
     * @param accepted true where it is in, as sent; false to offer it again
     * @return whether there was such a row
     */
    boolean decide(String key, boolean accepted, Instant now) throws LeaseLost, Unavailable;

    /** Forgets what was accepted, so that every row is offered again; rows of uncertain fate stay. */
    void offerAll() throws LeaseLost, Unavailable;

    /**
     * The rows of one run by their last outcome.
     *
     * @param open intended, or to be sent again
     */
    record Tally(long accepted, long rejected, long uncertain, long open) {}

    @Override
    void close();
}
