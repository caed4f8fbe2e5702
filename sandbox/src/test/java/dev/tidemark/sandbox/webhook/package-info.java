/** Tests of what the stand-ins share: webhook. */
@NullMarked
package dev.tidemark.sandbox.webhook;

import org.jspecify.annotations.NullMarked;
