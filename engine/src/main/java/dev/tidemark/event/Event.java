package dev.tidemark.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Something that happened.
 *
 * @param id made from what happened, so that it is the same however often it is noticed
 * @param subject the sync or account that it happened to, as {@code workspace/name}
 * @param details whole numbers and times as text, by names that stay the same
 */
public record Event(UUID id, String workspace, Kind kind, String subject, Instant at, Map<String, String> details) {

    /** What happens. Names are stored and shown; they stay. */
    public enum Kind {
        /** All of a stream is in its table for the first time. */
        SYNC_BACKFILLED,
        /** Every sync of a source is, for the first time. */
        SOURCE_BACKFILLED
    }

    public Event {
        Objects.requireNonNull(kind);
        details = Map.copyOf(details);
    }
}
