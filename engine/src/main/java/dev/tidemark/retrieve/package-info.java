/** Asks a source for its next page, archives it, and moves the checkpoint. */
@NullMarked
package dev.tidemark.retrieve;

import org.jspecify.annotations.NullMarked;
