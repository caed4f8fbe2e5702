/**
 * Zendesk Support over its REST API: exports read from cursors and times, lists read as a whole, rows written by background
 * jobs. Knows nothing of schedules, quotas or databases.
 */
@NullMarked
package dev.tidemark.connectors.zendesk;

import org.jspecify.annotations.NullMarked;
