/** Airtable, as a source and as a destination: one base an account, a stream for each table. */
@NullMarked
package dev.tidemark.connectors.airtable;

import org.jspecify.annotations.NullMarked;
