/** Finds the syncs that are due and puts their jobs into the queue. Never retrieves. */
@NullMarked
package dev.tidemark.dispatch;

import org.jspecify.annotations.NullMarked;
