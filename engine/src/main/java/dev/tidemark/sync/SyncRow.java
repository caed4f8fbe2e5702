package dev.tidemark.sync;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A sync as the store knows it.
 *
 * @param syncedAt the end of its last successful retrieve; serves scheduling only (invariant 3)
 * @param dueAt when its schedule next wants it; empty for a manual one
 * @param backOffUntil before which it is not dispatched, after failures
 * @param runId the run in flight
 */
public record SyncRow(
        SyncId id,
        String workspace,
        String name,
        Direction direction,
        boolean gone,
        String identity,
        String hash,
        String definition,
        String schedule,
        Optional<Instant> syncedAt,
        Optional<Instant> dueAt,
        Optional<Instant> backOffUntil,
        int failures,
        Optional<Instant> requestedAt,
        Optional<UUID> runId) {

    /** Which way a sync goes. */
    public enum Direction {
        INBOUND,
        OUTBOUND
    }
}
