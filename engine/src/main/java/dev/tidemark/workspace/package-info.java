/**
 * The workspace file: one customer's sources, destinations and syncs, as a person writes them, read into values that refuse
 * nonsense. Every mistake in a file is found at once, with its place and the way out. Opens no connection and reads no
 * secret.
 */
@NullMarked
package dev.tidemark.workspace;

import org.jspecify.annotations.NullMarked;
