package dev.tidemark.sandbox.salesforce.org;

/**
 * A line of the deleted log.
 *
 * @param at milliseconds since 1970, whole seconds
 */
public record Deletion(String id, long at) {}
