/**
 * PostgreSQL, both ways: tables are kept in it, and its models are offered to apps. What it must remember (marks, ledgers)
 * stands in the schema {@code tidemark} of the same database and moves in the same transactions as the rows.
 */
@NullMarked
package dev.tidemark.connectors.postgres;

import org.jspecify.annotations.NullMarked;
