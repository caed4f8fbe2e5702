/** Runs manifests against recorded exchanges and compares what comes of it with what the format's reference did. */
@NullMarked
package dev.tidemark.connectors.manifest.vectors;

import org.jspecify.annotations.NullMarked;
