package dev.tidemark.connector;

import java.util.Objects;

/**
 * What a webhook tells: that something may have changed, never what to. It makes the engine look sooner and decides nothing
 * (invariant 7).
 */
public sealed interface Hint {

    /** The most characters that an id, a stream's name or a key may have. */
    int LONGEST = 500;

    /** The same for each delivery of one event, and for no other event of this source; at most {@link #LONGEST} characters. */
    String id();

    /**
     * One record may be new, changed or gone.
     *
     * @param stream as {@link StreamSpec#name}
     * @param key the value of the stream's only key field
     * @param gone whether the event said that it was deleted
     */
    record OfRecord(String id, String stream, String key, boolean gone) implements Hint {
        public OfRecord {
            sound(id);
            sound(stream);
            sound(key);
        }
    }

    /** Something in this stream may have changed: it is asked for changes now. */
    record OfStream(String id, String stream) implements Hint {
        public OfStream {
            sound(id);
            sound(stream);
        }
    }

    /** The source has news of what changed, to be asked for by {@link HintFeed}. */
    record OfFeed(String id, String feed) implements Hint {
        public OfFeed {
            sound(id);
            sound(feed);
        }
    }

    private static void sound(String text) {
        Objects.requireNonNull(text);
        if (text.isEmpty() || text.length() > LONGEST || text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a hint's words have 1 to " + LONGEST + " characters");
        }
    }
}
