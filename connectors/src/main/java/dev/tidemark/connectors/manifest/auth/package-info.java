/** How requests prove who asks: keys, passwords, and tokens that must be fetched first. Tokens live outside of positions. */
@NullMarked
package dev.tidemark.connectors.manifest.auth;

import org.jspecify.annotations.NullMarked;
