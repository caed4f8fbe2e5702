package dev.tidemark.worker;

import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Work;
import java.util.Optional;

/** Makes the work for a leased job. Empty where its sync is not known here any more. */
@FunctionalInterface
public interface Works {
    Optional<Work> open(Lease lease);
}
