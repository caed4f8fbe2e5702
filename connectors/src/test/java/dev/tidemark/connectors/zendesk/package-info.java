/** The Zendesk connector against stand-ins of Zendesk. */
@NullMarked
package dev.tidemark.connectors.zendesk;

import org.jspecify.annotations.NullMarked;
