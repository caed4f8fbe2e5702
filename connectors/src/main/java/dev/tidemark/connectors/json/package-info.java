/** Pages of JSON into records, byte by byte and without a tree. Knows nothing of HTTP or of any one API. */
@NullMarked
package dev.tidemark.connectors.json;

import org.jspecify.annotations.NullMarked;
