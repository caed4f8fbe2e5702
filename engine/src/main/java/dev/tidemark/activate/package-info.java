/** Sends what changed in a model to an app, and keeps what became of each row. */
@NullMarked
package dev.tidemark.activate;

import org.jspecify.annotations.NullMarked;
