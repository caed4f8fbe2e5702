/** What only DuckDB has, over a real one. */
@NullMarked
package dev.tidemark.connectors.sql.duckdb;

import org.jspecify.annotations.NullMarked;
