/** How many jobs that do nothing go through the queue. */
@NullMarked
package dev.tidemark.bench.queue;

import org.jspecify.annotations.NullMarked;
