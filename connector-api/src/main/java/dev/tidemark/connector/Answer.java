package dev.tidemark.connector;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** What one request for a page came to, named by what happens next. */
public sealed interface Answer {

    /**
     * A page.
     *
     * @param raw what the API answered
     * @param next what follows
     * @param serverTime a moment by the source's clock not later than when it began to answer
     *     ({@link HttpAnswer#serverTimeBefore}); empty where the API does not tell
     * @param seen what the headers said of the allowance
     * @param total how many records the whole pass will answer, where the API says so; for progress only
     */
    record Page(RawPage raw, Next next, Optional<Instant> serverTime, Limits seen, OptionalLong total)
            implements Answer {
        public Page {
            Objects.requireNonNull(raw);
            Objects.requireNonNull(next);
        }

        /** The same page, followed by something else. */
        public Page followedBy(Next other) {
            return new Page(raw, other, serverTime, seen, total);
        }
    }

    /** The API asks for patience (429, Retry-After): the whole account waits, and no run fails (invariant 4). */
    record Wait(Duration atLeast, String why) implements Answer {}

    /** A passing fault: ask for the same page again, with back-off; many in a row fail the run. */
    record Retry(String why) implements Answer {}

    /**
     * The API has let go of the place that the token names (a locator expired), and the connector knows another way to it:
     * ask again with this token, at once.
     *
     * @param token of the same place, which needs nothing that the API may have let go of
     */
    record Resume(String token, String why) implements Answer {
        public Resume {
            if (token.isEmpty()) {
                throw new IllegalArgumentException("a token is never empty");
            }
        }
    }

    /**
     * No page yet: the API works on what it was asked for, such as an export. The place is kept as after a page, so that no
     * crash asks for it anew, and asked from again after a while. Any number of these in a row is no fault.
     *
     * @param token of the place
     * @param serverTime as of a {@link Page}: what the API is at work on is as of then or later. Empty where it does not tell
     */
    record Later(String token, Duration atLeast, String why, Optional<Instant> serverTime) implements Answer {
        /** Where the API tells no time. */
        public Later(String token, Duration atLeast, String why) {
            this(token, atLeast, why, Optional.empty());
        }

        public Later {
            Objects.requireNonNull(serverTime);
            if (token.isEmpty()) {
                throw new IllegalArgumentException("a token is never empty");
            }
            if (atLeast.isNegative()) {
                throw new IllegalArgumentException("a while is not negative: " + atLeast);
            }
        }

        /** The same, of another place. */
        public Later at(String other) {
            return new Later(other, atLeast, why, serverTime);
        }
    }

    /**
     * The API no longer knows the position (an expired opaque cursor): the engine starts the pass anew, from everything.
     */
    record StartOver(String why) implements Answer {}

    /** A person must act: the run fails with this text. */
    record Stop(String code, String why, String whatToDo) implements Answer {}
}
