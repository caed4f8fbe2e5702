/** Tests of what a person starts. */
@NullMarked
package dev.tidemark.sandbox;

import org.jspecify.annotations.NullMarked;
