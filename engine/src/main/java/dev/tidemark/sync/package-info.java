/** A sync: one stream of a source kept in one table or object of a destination, and the state by which it is scheduled. */
@NullMarked
package dev.tidemark.sync;

import org.jspecify.annotations.NullMarked;
