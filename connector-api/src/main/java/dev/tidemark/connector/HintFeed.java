package dev.tidemark.connector;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** An optional power of a {@link Hooked} source whose webhooks only say that there is news: the news is asked for. */
public interface HintFeed {

    /** How many requests {@link #news} takes at most, sign-in aside: their permits are taken before any of it is sent. */
    default int requestsForNews() {
        return 1;
    }

    /**
     * Asks for news.
     *
     * @param feed of {@link Hint.OfFeed}
     * @param cursor as the last answer gave it; empty at first, and where that one had run out
     */
    News news(Access access, String feed, Optional<String> cursor);

    /** What was answered, named by what happens next. */
    sealed interface News {

        /**
         * What changed since the cursor.
         *
         * @param cursor for the next question, stored exactly as it was given
         * @param more whether there is more by now
         */
        record Told(List<Hint> hints, String cursor, boolean more) implements News {
            public Told {
                hints = List.copyOf(hints);
                if (cursor.isEmpty()) {
                    throw new IllegalArgumentException("a cursor is never empty");
                }
            }
        }

        /** The API asks for patience: the whole account waits. */
        record Wait(Duration atLeast, String why) implements News {}

        /** There is no more to be had by this cursor, or from this feed: it is forgotten, and polling finds the rest. */
        record Lost(String why) implements News {
            public Lost {
                Objects.requireNonNull(why);
            }
        }

        /** A passing fault. */
        record Retry(String why) implements News {}
    }
}
