/**
 * Keeps tables in a file of DuckDB. One process opens such a file: the loads of this one share it, and let it go when the last
 * of them closes, so that others can read it in between.
 */
@NullMarked
package dev.tidemark.connectors.duckdb;

import org.jspecify.annotations.NullMarked;
