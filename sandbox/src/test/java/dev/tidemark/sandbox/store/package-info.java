/** Tests of what the stand-ins share: store. */
@NullMarked
package dev.tidemark.sandbox.store;

import org.jspecify.annotations.NullMarked;
