/**
 * What connectors for databases share: addresses without passwords in messages, statements in one line, and what each
 * kind of database has of its own ({@link dev.tidemark.connectors.sql.Dialect}). Knows nothing of syncs.
 */
@NullMarked
package dev.tidemark.connectors.sql;

import org.jspecify.annotations.NullMarked;
