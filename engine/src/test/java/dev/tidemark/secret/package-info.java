@NullMarked
package dev.tidemark.secret;

import org.jspecify.annotations.NullMarked;
