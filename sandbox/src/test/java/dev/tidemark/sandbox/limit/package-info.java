/** Tests of what the stand-ins share: limit. */
@NullMarked
package dev.tidemark.sandbox.limit;

import org.jspecify.annotations.NullMarked;
