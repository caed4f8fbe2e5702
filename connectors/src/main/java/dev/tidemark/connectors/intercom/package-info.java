/** Intercom, as a source and as a destination. */
@NullMarked
package dev.tidemark.connectors.intercom;

import org.jspecify.annotations.NullMarked;
