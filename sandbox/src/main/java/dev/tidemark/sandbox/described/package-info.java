/** Holds what a sandbox is asked and answers against the vendor's own description of its API. For tests. */
@NullMarked
package dev.tidemark.sandbox.described;

import org.jspecify.annotations.NullMarked;
