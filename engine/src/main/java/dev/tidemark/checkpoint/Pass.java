package dev.tidemark.checkpoint;

import dev.tidemark.connector.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param first the number of its first page; 0 before that
 * @param fields what it brings: each field with its type and its column
 */
public record Pass(
        Reading reading, Optional<Instant> started, Optional<String> after, long first, List<String> fields) {
    public Pass {
        Objects.requireNonNull(reading);
        fields = List.copyOf(fields);
    }

    /** A pass of which nothing has come yet. */
    public static Pass of(Reading reading, List<String> fields) {
        return new Pass(reading, Optional.empty(), Optional.empty(), 0, fields);
    }

    /** The same, begun by then; in microseconds, as databases keep it. */
    public Pass begun(Instant time) {
        Instant known = started.orElse(time.truncatedTo(ChronoUnit.MICROS));
        return new Pass(reading, Optional.of(known), after, first, fields);
    }

    /** The same, when this page is durable. */
    public Pass with(long page) {
        return new Pass(reading, started, after, first == 0 ? page : first, fields);
    }

    /** The same, to go on with this token. */
    public Pass after(String token) {
        return new Pass(reading, started, Optional.of(token), first, fields);
    }
}
