/** Tests of the Stripe stand-in. */
@NullMarked
package dev.tidemark.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
