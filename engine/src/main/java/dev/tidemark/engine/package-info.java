/** Puts the parts together: workspaces in, syncs kept, until it is closed. */
@NullMarked
package dev.tidemark.engine;

import org.jspecify.annotations.NullMarked;
