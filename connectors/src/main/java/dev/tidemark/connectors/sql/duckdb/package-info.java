/** DuckDB, a database in a file that one process opens: how it is reached, and how its types, names and errors are spelled. */
@NullMarked
package dev.tidemark.connectors.sql.duckdb;

import org.jspecify.annotations.NullMarked;
