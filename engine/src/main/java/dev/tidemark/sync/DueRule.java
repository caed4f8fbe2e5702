package dev.tidemark.sync;

import java.time.Instant;
import java.util.Optional;

/** When a sync is due again, given the end of its last successful retrieve; empty where only a person's word starts it. */
@FunctionalInterface
public interface DueRule {
    Optional<Instant> next(Instant syncedAt);
}
