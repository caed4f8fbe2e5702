/** Into which pieces a stream is cut: windows of time and partitions, and the state that says which of them are done. */
@NullMarked
package dev.tidemark.connectors.manifest.slice;

import org.jspecify.annotations.NullMarked;
