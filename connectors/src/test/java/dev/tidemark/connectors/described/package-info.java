/** Connectors held against vendors' own descriptions and recorded answers of their APIs, where those are at hand. */
@NullMarked
package dev.tidemark.connectors.described;

import org.jspecify.annotations.NullMarked;
