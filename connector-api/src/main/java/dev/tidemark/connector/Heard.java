package dev.tidemark.connector;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a webhook came to. */
public sealed interface Heard {

    /**
     * It is the vendor's.
     *
     * @param hints what it tells; none where it is a trial, or speaks of what nobody reads
     * @param signedAt when it was signed, where that stands under the signature: an old one is sent by somebody who kept it
     */
    record Hints(List<Hint> hints, Optional<Instant> signedAt) implements Heard {
        public Hints {
            hints = List.copyOf(hints);
            Objects.requireNonNull(signedAt);
        }
    }

    /**
     * It is not the vendor's, or nobody can tell: nothing is done.
     *
     * @param why for the person who set it up, without a word of the webhook itself
     */
    record Refused(String why) implements Heard {
        public Refused {
            Objects.requireNonNull(why);
        }
    }
}
