/** A manifest's text made one tree: references resolved, types and parameters filled in, every node with its place. */
@NullMarked
package dev.tidemark.connectors.manifest.load;

import org.jspecify.annotations.NullMarked;
