/**
 * Models and their ledger in any database that SQL is spoken to: what differs from what an app last accepted, and what became of
 * each row. What one kind of database has of its own is a {@link dev.tidemark.connectors.sql.model.ModelDialect}.
 */
@NullMarked
package dev.tidemark.connectors.sql.model;

import org.jspecify.annotations.NullMarked;
