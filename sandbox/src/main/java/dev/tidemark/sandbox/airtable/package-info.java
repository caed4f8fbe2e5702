/** A stand-in of the Airtable API: one base with related tables, in memory. */
@NullMarked
package dev.tidemark.sandbox.airtable;

import org.jspecify.annotations.NullMarked;
