/** What tests of webhooks share. */
@NullMarked
package dev.tidemark.connectors.hook;

import org.jspecify.annotations.NullMarked;
