package dev.tidemark.sandbox.kit;

import java.time.Instant;

/**
 * Something that people did.
 *
 * @param object the type of what was changed, as the API names it
 * @param at by the app's clock; the record's modification time is this, in the API's resolution
 */
public record Change(Kind kind, String object, String id, Instant at) {
    public enum Kind {
        CREATED,
        UPDATED,
        DELETED
    }
}
