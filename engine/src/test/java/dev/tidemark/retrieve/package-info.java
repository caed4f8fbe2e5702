/** Tests of how several are asked for in one request. */
@NullMarked
package dev.tidemark.retrieve;

import org.jspecify.annotations.NullMarked;
