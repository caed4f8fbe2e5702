/** Airtable by the contract and against its sandbox. */
@NullMarked
package dev.tidemark.connectors.airtable;

import org.jspecify.annotations.NullMarked;
