/** Pages as they came, durable before anything names them. */
@NullMarked
package dev.tidemark.archive;

import org.jspecify.annotations.NullMarked;
