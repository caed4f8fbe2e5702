package dev.tidemark.checkpoint;

import dev.tidemark.connector.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One reading of a stream in progress. It outlives a run: after a crash or a failure the next run goes on where its last
 * durable page ended.
 *
 * @param reading which records it asks for
 * @param started a moment by the source's clock not later than when its first page was answered; empty before that
 * @param after the token of its last durable page
 * @param fields what it brings: each field with its type and its column
 */
public record Pass(Reading reading, Optional<Instant> started, Optional<String> after, List<String> fields) {
    public Pass {
        Objects.requireNonNull(reading);
        fields = List.copyOf(fields);
    }
}
