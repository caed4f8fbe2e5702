package dev.tidemark.sandbox.salesforce.data;

import java.time.Instant;

/**
 * Something that people did.
 *
 * @param at by the org's clock; the row's SystemModstamp is this in whole seconds
 */
public record Change(Kind kind, String object, String id, Instant at) {
    public enum Kind {
        CREATED,
        UPDATED,
        DELETED
    }
}
