/** A connector small enough to be read in one sitting; the guide for authors shows it. */
@NullMarked
package dev.tidemark.connectors.example;

import org.jspecify.annotations.NullMarked;
