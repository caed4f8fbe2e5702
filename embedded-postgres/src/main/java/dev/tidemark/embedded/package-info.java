/** A real PostgreSQL in a folder, shared by the processes that use it and gone with the last of them. */
@NullMarked
package dev.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
