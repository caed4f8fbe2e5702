/** Texts, conditions and maps of a manifest in which templates stand, evaluated in a context. */
@NullMarked
package dev.tidemark.connectors.manifest.expression;

import org.jspecify.annotations.NullMarked;
