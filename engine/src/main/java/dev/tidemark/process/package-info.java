/** Turns archived pages into rows and loads them. */
@NullMarked
package dev.tidemark.process;

import org.jspecify.annotations.NullMarked;
