/** Tests of reading JSON. */
@NullMarked
package dev.tidemark.connectors.json;

import org.jspecify.annotations.NullMarked;
