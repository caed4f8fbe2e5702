/** Records from an API into a typed table: Tidemark, the limit written by hand, and others. */
@NullMarked
package dev.tidemark.bench.inbound;

import org.jspecify.annotations.NullMarked;
