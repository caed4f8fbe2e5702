/** How far a sync's line of pages has safely come. Moves only after what it covers is durable (invariant 1). */
@NullMarked
package dev.tidemark.checkpoint;

import org.jspecify.annotations.NullMarked;
