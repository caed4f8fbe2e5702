package dev.tidemark.rejection;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A row that an app refused, or of which it is not known whether the app took it.
 *
 * @param uncertain whether its fate is unknown, so that a person must settle it (invariant 8)
 * @param request the values as they were sent, as JSON
 * @param answer what the app said, as JSON
 */
public record RefusedRow(
        String key,
        UUID run,
        boolean uncertain,
        String code,
        String reason,
        String request,
        String answer,
        int attempts,
        Optional<Instant> nextTry,
        Instant at) {}
