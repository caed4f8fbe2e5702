/** A manifest as a source connector: settings in, pages out, its state the stream's cursor. */
@NullMarked
package dev.tidemark.connectors.manifest.source;

import org.jspecify.annotations.NullMarked;
