/** The reading of a stream as a pure machine: from a place the next request, from its answer records and the next place. */
@NullMarked
package dev.tidemark.connectors.manifest.stream;

import org.jspecify.annotations.NullMarked;
