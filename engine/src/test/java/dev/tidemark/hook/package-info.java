/** Tests of how webhooks are taken in. */
@NullMarked
package dev.tidemark.hook;

import org.jspecify.annotations.NullMarked;
