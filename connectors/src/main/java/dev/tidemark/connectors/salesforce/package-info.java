/**
 * Salesforce over its REST API: objects read in the order of their ids, rows written in collections. Knows nothing of
 * schedules, quotas or databases.
 */
@NullMarked
package dev.tidemark.connectors.salesforce;

import org.jspecify.annotations.NullMarked;
