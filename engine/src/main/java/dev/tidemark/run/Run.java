package dev.tidemark.run;

import dev.tidemark.connector.Counts;
import dev.tidemark.sync.SyncId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One execution of a sync.
 *
 * @param cause SCHEDULE, or REQUEST where a person asked
 * @param retrievedAt when its last page was retrieved
 * @param endedAt when its last page was loaded; only that is complete
 * @param requests sent to the API
 * @param bytes of pages, as they came
 * @param expected records the source promised; for progress only
 */
public record Run(
        UUID id,
        SyncId sync,
        RunKind kind,
        String cause,
        RunState state,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> retrievedAt,
        Optional<Instant> endedAt,
        long requests,
        long bytes,
        OptionalLong expected,
        Counts counts,
        String notes,
        Optional<Failure> failure) {}
