/** What people and programs see of syncs, runs and jobs: read from the store, never written. */
@NullMarked
package dev.tidemark.overview;

import org.jspecify.annotations.NullMarked;
