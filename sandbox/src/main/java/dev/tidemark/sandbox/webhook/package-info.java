/** Sending webhooks as apps do: signed, in batches, repeated, in no order. */
@NullMarked
package dev.tidemark.sandbox.webhook;

import org.jspecify.annotations.NullMarked;
