/** What it costs to find the due syncs among many. */
@NullMarked
package dev.tidemark.bench.schedule;

import org.jspecify.annotations.NullMarked;
