/** What a manifest says to Tidemark alone, under {@code metadata.tidemark}: read once, and refused with its line where wrong. */
@NullMarked
package dev.tidemark.connectors.manifest.ours;

import org.jspecify.annotations.NullMarked;
