/** What an answer comes to: taken, retried after a while, ignored, or a failure that a person must see. */
@NullMarked
package dev.tidemark.connectors.manifest.error;

import org.jspecify.annotations.NullMarked;
