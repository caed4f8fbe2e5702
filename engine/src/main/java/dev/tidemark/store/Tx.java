package dev.tidemark.store;

import org.jdbi.v3.core.Handle;

/**
 * An open transaction.
 *
 * @param handle its way to the database; only a package's own SQL uses it
 */
public record Tx(Handle handle) {}
