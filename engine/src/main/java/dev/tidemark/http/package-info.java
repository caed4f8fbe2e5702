/** One request, one whole answer, or a failure that says whether the request may have arrived. Knows nothing of quotas. */
@NullMarked
package dev.tidemark.http;

import org.jspecify.annotations.NullMarked;
