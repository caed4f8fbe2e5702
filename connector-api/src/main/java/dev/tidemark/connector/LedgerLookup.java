package dev.tidemark.connector;

import java.time.Instant;
import java.util.Optional;

/**
 * A source of models that can be asked what its ledger keeps of one row. Asking takes no lease, waits for nobody and changes
 * nothing.
 */
public interface LedgerLookup {

    /** @param key as text; of several columns, a JSON array */
    Known look(Access access, ModelSpec model, String sync, String key) throws Unavailable;

    /**
     * What is known of a row.
     *
     * @param row as the model has it now
     * @param entry of the ledger
     */
    record Known(Optional<Now> row, Optional<Entry> entry) {}

    /**
     * A row of the model.
     *
     * @param hash of its values, as the ledger keeps it
     * @param values a JSON object
     */
    record Now(String hash, String values) {}

    /** Where a row stands in the ledger. */
    enum State {
        /** On its way: its outcome is not known yet. */
        INTENDED,
        ACCEPTED,
        REJECTED,
        /** A person has to say what became of it. */
        UNCERTAIN,
        /** It is offered at the next pass. */
        WAITING
    }

    /**
     * The last word on a row.
     *
     * @param accepted the hash of the values that the app has accepted
     * @param offered the hash of the values that were offered last
     * @param attempts how often it was refused in a row
     * @param remoteId what the app calls it
     * @param code why it was refused; {@code message} in words, {@code answer} as the app gave it
     * @param request what was sent, as JSON, where it was not accepted
     */
    record Entry(
            State state,
            Optional<String> accepted,
            String offered,
            String run,
            int attempts,
            Optional<Instant> nextTry,
            Optional<String> remoteId,
            Optional<String> code,
            Optional<String> message,
            Optional<String> answer,
            Optional<String> request,
            Instant changedAt) {}
}
