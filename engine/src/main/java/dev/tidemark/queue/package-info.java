/** Jobs that wait for a worker. One of a kind and sync at a time, leased under a fencing number (invariant 2). */
@NullMarked
package dev.tidemark.queue;

import org.jspecify.annotations.NullMarked;
