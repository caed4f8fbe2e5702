package dev.tidemark.connectors.manifest.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an answer came to. */
public sealed interface Outcome {

    /**
     * A page was read.
     *
     * @param page what is needed to read the page again, as JSON; empty where it was a parent's, or has no records
     */
    record Read(Position next, List<Object> records, Optional<String> page) implements Outcome {}

    /** The API works on it: go on from there after a while. */
    record Later(Position next, Duration pause, String why) implements Outcome {}

    /** The same request again, after a while. */
    record Again(Optional<Duration> pause, String why, boolean isLimit) implements Outcome {}

    /** A new token, and the same request again. */
    record NewToken(String why) implements Outcome {}

    /** A person must act. */
    record Failed(String why) implements Outcome {}
}
