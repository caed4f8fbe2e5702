/** Chance, tokens, people and companies out of a seed: the same seed gives the same, on every machine. */
@NullMarked
package dev.tidemark.sandbox.seed;

import org.jspecify.annotations.NullMarked;
