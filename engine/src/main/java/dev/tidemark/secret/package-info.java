/**
 * Secrets: where a workspace file refers to them, how those that an API hands out are kept encrypted, and how none of them
 * reaches a log, an archive or an error (invariant 9).
 */
@NullMarked
package dev.tidemark.secret;

import org.jspecify.annotations.NullMarked;
