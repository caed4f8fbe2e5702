/** What a manifest says to Tidemark alone is read, or refused with its line. */
@NullMarked
package dev.tidemark.connectors.manifest.ours;

import org.jspecify.annotations.NullMarked;
