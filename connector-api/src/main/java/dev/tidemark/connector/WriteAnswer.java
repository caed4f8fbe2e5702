package dev.tidemark.connector;

import java.time.Duration;
import java.util.List;

/** What sending one batch came to, named by what happens next. */
public sealed interface WriteAnswer {

    /** The API answered: an outcome for each row, in the order sent. */
    record Done(List<Outcome> outcomes, Limits seen) implements WriteAnswer {
        public Done {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * The API took the batch and works on it in its own time: it is asked for the outcomes with
     * {@link RecordDestination#outcomes}, after this while. Until then all of it may have been done, or none.
     *
     * @param job by which the API knows the work
     * @param requests how many the next look takes at most, sign-in aside
     */
    record Working(String job, Duration atLeast, int requests) implements WriteAnswer {
        /** The next look takes one request. */
        public Working(String job, Duration atLeast) {
            this(job, atLeast, 1);
        }

        public Working {
            if (requests < 1) {
                throw new IllegalArgumentException("a look takes at least one request, not " + requests);
            }
            if (job.isEmpty()) {
                throw new IllegalArgumentException("a job is never empty");
            }
        }
    }

    /** The API asks for patience; nothing was done. */
    record Wait(Duration atLeast, String why) implements WriteAnswer {}

    /** A passing fault; surely nothing was done. */
    record Retry(String why) implements WriteAnswer {}

    /**
     * The batch was refused as a whole for what a row of it holds; nothing was done. It is sent in smaller parts, and a row
     * that is refused alone is rejected.
     *
     * @param code the API's word for the reason
     * @param answer the API's answer as JSON text
     */
    record Refused(String code, String why, String answer) implements WriteAnswer {}

    /** No whole answer came: some or all of it may have been done (invariant 8). */
    record Unknown(String why) implements WriteAnswer {}

    /** A person must act; nothing was done. */
    record Stop(String code, String why, String whatToDo) implements WriteAnswer {}
}
