package dev.tidemark.hook;

/**
 * How a source's webhooks fare.
 *
 * @param account as {@link dev.tidemark.access.Account#id}
 */
public record Heed(String account, Tally tally) {}
