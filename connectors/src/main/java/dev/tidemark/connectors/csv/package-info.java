/** Pages of CSV read row by row, without a string for each value. Knows nothing of any API. */
@NullMarked
package dev.tidemark.connectors.csv;

import org.jspecify.annotations.NullMarked;
