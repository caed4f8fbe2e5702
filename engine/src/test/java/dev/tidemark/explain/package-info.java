@NullMarked
package dev.tidemark.explain;

import org.jspecify.annotations.NullMarked;
