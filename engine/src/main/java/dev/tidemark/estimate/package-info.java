/** What a backfill will take, before it is begun, and what is left of it while it runs; unknown things are called so. */
@NullMarked
package dev.tidemark.estimate;

import org.jspecify.annotations.NullMarked;
