/** The life of one record, told from the archive and from what is kept of it. Changes nothing but where a person asked to. */
@NullMarked
package dev.tidemark.explain;

import org.jspecify.annotations.NullMarked;
