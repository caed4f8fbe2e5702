/** How the next page of a stream is asked for. */
@NullMarked
package dev.tidemark.connectors.manifest.page;

import org.jspecify.annotations.NullMarked;
