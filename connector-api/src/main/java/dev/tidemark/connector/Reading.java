package dev.tidemark.connector;

import java.time.Instant;
import java.util.Objects;

/** Which records a pass over a stream asks for. */
public sealed interface Reading {

    /** All of them: a backfill. */
    record Everything() implements Reading {}

    /**
     * Every record created, changed or (where the stream sees deletes) deleted at or after this moment by the source's
     * clock. An API that is coarser or capped asks wider and filters itself.
     */
    record Since(Instant from) implements Reading {
        public Since {
            Objects.requireNonNull(from);
        }
    }

    /** What came after this token of the API's own, exactly as it was given. */
    record From(String cursor) implements Reading {
        public From {
            if (cursor.isEmpty()) {
                throw new IllegalArgumentException("a cursor is never empty");
            }
        }
    }
}
