package dev.tidemark.connector;

import java.util.Objects;
import java.util.Optional;

/**
 * A request for one page.
 *
 * @param stream what to read, with the fields wanted
 * @param reading which records this pass asks for; the same on every page of a pass
 * @param after the token of the page before, from {@link Next.More}; empty on the first. It may be old: after a crash or a
 *     long wait the connector must be able to go on from it even where the API's own locator has expired
 */
public record PageRequest(StreamSpec stream, Reading reading, Optional<String> after) {

    public PageRequest {
        Objects.requireNonNull(stream);
        Objects.requireNonNull(reading);
        Objects.requireNonNull(after);
    }

    public static PageRequest first(StreamSpec stream, Reading reading) {
        return new PageRequest(stream, reading, Optional.empty());
    }

    public PageRequest next(String token) {
        return new PageRequest(stream, reading, Optional.of(token));
    }
}
