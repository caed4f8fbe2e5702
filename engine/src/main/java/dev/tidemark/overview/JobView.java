package dev.tidemark.overview;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A job in the queue.
 *
 * @param state QUEUED, RUNNING or DEAD
 * @param reason why it waits or was given up; empty where there is nothing to say
 */
public record JobView(
        UUID id,
        UUID run,
        String workspace,
        String name,
        String kind,
        String state,
        Instant due,
        int attempt,
        Optional<String> worker,
        Optional<Instant> leaseUntil,
        String reason) {

    public String label() {
        return workspace + "/" + name;
    }
}
