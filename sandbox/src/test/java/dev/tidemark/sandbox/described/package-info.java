/** How descriptions are read. */
@NullMarked
package dev.tidemark.sandbox.described;

import org.jspecify.annotations.NullMarked;
