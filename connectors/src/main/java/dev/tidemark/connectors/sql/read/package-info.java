/**
 * Tables and views of a database as streams: one query a page, by the key or by a column that says when a row changed. What is
 * particular to a database is its {@link dev.tidemark.connectors.sql.read.SourceDatabase}.
 */
@NullMarked
package dev.tidemark.connectors.sql.read;

import org.jspecify.annotations.NullMarked;
