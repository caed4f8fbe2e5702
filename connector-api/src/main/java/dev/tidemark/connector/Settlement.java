package dev.tidemark.connector;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one row that was sent.
 *
 * @param row the row as it was sent
 * @param outcome what the API said of it
 * @param nextTry when a rejected row is offered again; empty for any other
 */
public record Settlement(ModelRow row, Outcome outcome, Optional<Instant> nextTry) {
    public Settlement {
        Objects.requireNonNull(row);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(nextTry);
    }
}
