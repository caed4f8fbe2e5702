package dev.tidemark.connectors.manifest.error;

import java.time.Duration;
import java.util.Optional;

/**
 * What happens after an answer.
 *
 * @param message for a person; empty where there is none
 * @param pause how long, where the manifest or the answer says so
 */
public record Resolution(Action action, String message, Optional<Duration> pause) {

    /** What is done. */
    public enum Action {
        SUCCESS,
        FAIL,
        RETRY,
        IGNORE,
        RATE_LIMITED,
        RESET_PAGINATION,
        REFRESH_TOKEN_THEN_RETRY
    }

    static Resolution of(Action action, String message) {
        return new Resolution(action, message, Optional.empty());
    }

    Resolution after(Optional<Duration> longer) {
        return new Resolution(action, message, longer);
    }
}
