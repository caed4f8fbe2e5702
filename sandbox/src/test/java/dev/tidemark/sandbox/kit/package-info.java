/** Tests of what the stand-ins share: kit. */
@NullMarked
package dev.tidemark.sandbox.kit;

import org.jspecify.annotations.NullMarked;
