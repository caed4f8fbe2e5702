package dev.tidemark.connectors.manifest.slice;

import java.time.Instant;

/** The times between which a record is of this pass, both included. */
public record Due(Instant from, Instant to) {

    boolean holds(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }
}
