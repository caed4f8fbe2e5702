/** Sandboxes as tests of connectors use them: without sockets, at a time that the test decides. */
@NullMarked
package dev.tidemark.connectors.standin;

import org.jspecify.annotations.NullMarked;
