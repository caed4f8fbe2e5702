/** Tests of what a backup keeps. */
@NullMarked
package dev.tidemark.backup;

import org.jspecify.annotations.NullMarked;
