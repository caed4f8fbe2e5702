package dev.tidemark.queue;

import dev.tidemark.sync.SyncId;
import java.time.Instant;
import java.util.UUID;

/** A job that was given up, with its reason. It stays until a person replays it. */
public record DeadJob(UUID job, SyncId sync, UUID run, JobKind kind, int attempts, Instant due, String reason) {}
