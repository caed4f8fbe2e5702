/** Tests of tables in DuckDB. */
@NullMarked
package dev.tidemark.connectors.duckdb;

import org.jspecify.annotations.NullMarked;
