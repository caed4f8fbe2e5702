package dev.tidemark.notice;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An event on its way by one channel.
 *
 * @param due when it is tried next, while it waits
 * @param attempts so far
 * @param error of the last try that failed, or a note on the one that did not; empty where there is nothing to say
 */
public record Delivery(
        UUID event,
        String workspace,
        String channel,
        State state,
        Instant due,
        int attempts,
        String error,
        Optional<Instant> sentAt) {

    /** Where it stands. */
    public enum State {
        WAITING,
        SENT,
        /** Tried for three days, or its channel is no more. */
        GIVEN_UP
    }

    public Delivery {
        Objects.requireNonNull(state);
        Objects.requireNonNull(sentAt);
    }
}
