/** Takes jobs from the queue and steps them: the pipe on one screen. */
@NullMarked
package dev.tidemark.worker;

import org.jspecify.annotations.NullMarked;
