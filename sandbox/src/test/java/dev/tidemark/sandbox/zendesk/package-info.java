/** The stand-in of Zendesk against what is known of the real one. */
@NullMarked
package dev.tidemark.sandbox.zendesk;

import org.jspecify.annotations.NullMarked;
