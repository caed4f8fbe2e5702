package dev.tidemark.queue;

import dev.tidemark.sync.SyncId;
import java.time.Instant;
import java.util.UUID;

/**
 * The right to do one job until a time. A worker whose lease ran out can change nothing: every write is conditional on the
 * fencing number (invariant 2).
 *
 * @param attempt how often the job has been tried before this
 * @param fence higher than that of every earlier lease of the same sync
 * @param notices how many notices the job had got when it was leased
 * @param until by the store's clock; moved by heartbeats
 */
public record Lease(
        UUID job,
        SyncId sync,
        UUID run,
        JobKind kind,
        int attempt,
        long fence,
        long notices,
        String worker,
        Instant until) {}
