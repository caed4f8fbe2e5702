/**
 * Webhooks: heard, checked, stored once, and turned into what syncs look for sooner. Whatever happens to one, only the lag
 * changes (invariant 7).
 */
@NullMarked
package dev.tidemark.hook;

import org.jspecify.annotations.NullMarked;
