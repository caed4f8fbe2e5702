package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.fault.Effect;

/** Every so-many-th record that this request writes is refused with UNABLE_TO_LOCK_ROW. */
public record LockRows(int every) implements Effect.Own {
    public LockRows {
        if (every < 1) {
            throw new IllegalArgumentException("every must be at least 1: " + every);
        }
    }
}
