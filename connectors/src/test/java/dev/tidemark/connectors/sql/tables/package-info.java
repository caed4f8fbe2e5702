/** The tests that every database which keeps tables must pass. */
@NullMarked
package dev.tidemark.connectors.sql.tables;

import org.jspecify.annotations.NullMarked;
