/** How much of an API's allowance an account may still spend (invariant 4). Knows nothing of runs or HTTP. */
@NullMarked
package dev.tidemark.quota;

import org.jspecify.annotations.NullMarked;
