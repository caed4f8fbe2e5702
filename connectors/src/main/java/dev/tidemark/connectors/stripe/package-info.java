/**
 * Stripe over its REST API: lists for whole passes, the feed of events for what changed, one request a row for writes. Knows
 * nothing of schedules, quotas or databases.
 */
@NullMarked
package dev.tidemark.connectors.stripe;

import org.jspecify.annotations.NullMarked;
