package dev.tidemark.connector;

import java.util.Objects;

/** What an API said of one row. */
public sealed interface Outcome {

    /**
     * It is in.
     *
     * @param id what the API calls it
     * @param created whether it is new there; false also where the API does not say
     */
    record Accepted(String id, boolean created) implements Outcome {}

    /**
     * It is not in, and will be offered again.
     *
     * @param code the API's word for the reason
     * @param message the API's sentence
     * @param answer the API's answer for this row as JSON text
     */
    record Rejected(String code, String message, String answer) implements Outcome {
        public Rejected {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
            Objects.requireNonNull(answer);
        }
    }

    /** Surely not done, for a passing reason such as a locked row: sent again soon, without counting as rejected. */
    record Again(String why) implements Outcome {}

    /** May or may not have happened, and cannot be looked up. A person settles it (invariant 8). */
    record Uncertain(String why) implements Outcome {}
}
