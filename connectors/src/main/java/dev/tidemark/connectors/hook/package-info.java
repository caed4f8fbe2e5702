/** What checking the signatures of webhooks takes, whoever sent them. */
@NullMarked
package dev.tidemark.connectors.hook;

import org.jspecify.annotations.NullMarked;
