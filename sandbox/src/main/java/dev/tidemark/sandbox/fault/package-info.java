/** Misbehaviour on demand, and the list of every request that was served. */
@NullMarked
package dev.tidemark.sandbox.fault;

import org.jspecify.annotations.NullMarked;
