/** When a sync is due: pure values that are told the time and never look at a clock. */
@NullMarked
package dev.tidemark.schedule;

import org.jspecify.annotations.NullMarked;
