/** What a person starts: a stand-in of a real API, on their own machine, that knows nothing of who calls it. */
@NullMarked
package dev.tidemark.sandbox;

import org.jspecify.annotations.NullMarked;
