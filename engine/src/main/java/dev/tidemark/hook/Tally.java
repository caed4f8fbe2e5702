package dev.tidemark.hook;

import java.time.Instant;
import java.util.Optional;

/**
 * What came to a source's address, for people.
 *
 * @param received webhooks that were the vendor's
 * @param repeated those among them that told nothing new
 * @param refused webhooks that were not the vendor's, too old, too large, or not to be read
 * @param refusedWhy of the last one
 */
public record Tally(
        long received,
        long repeated,
        long refused,
        Optional<Instant> receivedAt,
        Optional<Instant> refusedAt,
        Optional<String> refusedWhy) {

    static final Tally NONE = new Tally(0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

    Tally heard(Instant now, boolean isNew) {
        return new Tally(
                received + 1, isNew ? repeated : repeated + 1, refused, Optional.of(now), refusedAt, refusedWhy);
    }

    Tally refused(Instant now, String why) {
        return new Tally(received, repeated, refused + 1, receivedAt, Optional.of(now), Optional.of(why));
    }
}
