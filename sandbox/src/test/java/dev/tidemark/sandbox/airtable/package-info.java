/** The stand-in of Airtable, by itself and with Airtable's own client. */
@NullMarked
package dev.tidemark.sandbox.airtable;

import org.jspecify.annotations.NullMarked;
