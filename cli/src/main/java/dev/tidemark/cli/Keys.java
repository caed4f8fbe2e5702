package dev.tidemark.cli;

import dev.tidemark.connector.StreamSpec;
import dev.tidemark.rejection.RecordKey;

/** Records' keys as people spell them. */
final class Keys {

    private Keys() {}

    /** In the one spelling that everything is kept by. */
    static String spelled(StreamSpec stream, String key) {
        try {
            return RecordKey.parse(stream, key);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "key.misspelled",
                    String.valueOf(e.getMessage()),
                    "Spell it like '[\"a\", 1]', in the order of the fields");
        }
    }
}
