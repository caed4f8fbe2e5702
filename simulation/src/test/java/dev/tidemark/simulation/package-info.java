/** The whole engine on one thread, driven from a seed through crashes, misbehaviour and changes, and held against the truth. */
@NullMarked
package dev.tidemark.simulation;

import org.jspecify.annotations.NullMarked;
