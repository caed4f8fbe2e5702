/** People are told of events, by channels that may be away for a while: at least once each, from an outbox in the store. */
@NullMarked
package dev.tidemark.notice;

import org.jspecify.annotations.NullMarked;
