/** Counting requests as an API's limits do, by a clock that is given. */
@NullMarked
package dev.tidemark.sandbox.limit;

import org.jspecify.annotations.NullMarked;
