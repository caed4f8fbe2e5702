/** What Tidemark costs, beside the limit written by hand and beside others that do the same work, in the same run. */
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;
