/** A stand-in of Stripe's API: customers, payments and billing with their events, in memory. Knows nothing of sockets. */
@NullMarked
package dev.tidemark.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
