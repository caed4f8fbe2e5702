/** JSON objects in memory with the times of their changes, as they are seen at any moment. */
@NullMarked
package dev.tidemark.sandbox.store;

import org.jspecify.annotations.NullMarked;
