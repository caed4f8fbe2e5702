@NullMarked
package dev.tidemark.workspace;

import org.jspecify.annotations.NullMarked;
