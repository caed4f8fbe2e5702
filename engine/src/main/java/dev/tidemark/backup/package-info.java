/** The store in one file, and back: so that what a destination has taken since is neither lost nor loaded over. */
@NullMarked
package dev.tidemark.backup;

import org.jspecify.annotations.NullMarked;
