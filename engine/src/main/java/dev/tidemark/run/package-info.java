/** One execution of a sync: what it is, how it ends, what became of its rows. */
@NullMarked
package dev.tidemark.run;

import org.jspecify.annotations.NullMarked;
