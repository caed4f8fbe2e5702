/** Values as JSON has them, in the types that templates know: read, written, and found by paths. */
@NullMarked
package dev.tidemark.connectors.manifest.tree;

import org.jspecify.annotations.NullMarked;
