package dev.tidemark.connector;

import java.util.Objects;
import java.util.Optional;

/** What follows a page. */
public sealed interface Next {

    /** There is more: ask again with this token. An empty page may well have more after it. */
    record More(String token) implements Next {
        public More {
            if (token.isEmpty()) {
                throw new IllegalArgumentException("a token is never empty");
            }
        }
    }

    /**
     * The pass is complete.
     *
     * @param cursor where the stream's cursor is opaque: the token for the next pass, stored exactly as given
     */
    record Done(Optional<String> cursor) implements Next {
        public Done {
            Objects.requireNonNull(cursor);
        }

        public static Done of() {
            return new Done(Optional.empty());
        }
    }
}
