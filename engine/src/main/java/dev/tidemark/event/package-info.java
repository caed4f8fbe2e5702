/** What happened, each thing once and for good, in the transaction that made it so. */
@NullMarked
package dev.tidemark.event;

import org.jspecify.annotations.NullMarked;
