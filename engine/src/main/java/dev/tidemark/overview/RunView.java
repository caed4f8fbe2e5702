package dev.tidemark.overview;

import dev.tidemark.connector.Counts;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A run with the name of its sync.
 *
 * @param endedAt when its last page was loaded; only that is complete
 * @param expected records the source promised; for progress only
 * @param whatToDo empty but for a failed run, as are the code and the error
 */
public record RunView(
        UUID id,
        UUID sync,
        String workspace,
        String name,
        String direction,
        String kind,
        String cause,
        String state,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> retrievedAt,
        Optional<Instant> endedAt,
        long requests,
        long bytes,
        OptionalLong expected,
        Counts counts,
        String notes,
        String errorCode,
        String error,
        String whatToDo) {

    public String label() {
        return workspace + "/" + name;
    }

    public boolean hasEnded() {
        return endedAt.isPresent();
    }

    public boolean failed() {
        return state.equals("FAILED");
    }
}
