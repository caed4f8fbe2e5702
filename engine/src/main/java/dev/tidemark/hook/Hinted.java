package dev.tidemark.hook;

/**
 * A record that a webhook named.
 *
 * @param gone whether an event said that it was deleted
 * @param n higher than that of every hint before it
 */
public record Hinted(String key, boolean gone, long n) {}
