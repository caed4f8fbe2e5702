/** A stand-in of the Intercom API: one workspace, in memory. */
@NullMarked
package dev.tidemark.sandbox.intercom;

import org.jspecify.annotations.NullMarked;
