/** What is tested of every database that is read. */
@NullMarked
package dev.tidemark.connectors.sql.read;

import org.jspecify.annotations.NullMarked;
