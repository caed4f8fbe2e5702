/** Rows that could not be written, each kept with its reason (invariant 6). */
@NullMarked
package dev.tidemark.rejection;

import org.jspecify.annotations.NullMarked;
