/**
 * A stand-in of Zendesk Support: records with their deletes, exports, lists, search, background jobs, limits and webhooks, out
 * of a seed and in memory.
 */
@NullMarked
package dev.tidemark.sandbox.zendesk;

import org.jspecify.annotations.NullMarked;
