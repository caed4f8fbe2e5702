/** Tests of the server. */
@NullMarked
package dev.tidemark.sandbox.http;

import org.jspecify.annotations.NullMarked;
