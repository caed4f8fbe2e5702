/** Intercom by the contract and against its sandbox. */
@NullMarked
package dev.tidemark.connectors.intercom;

import org.jspecify.annotations.NullMarked;
