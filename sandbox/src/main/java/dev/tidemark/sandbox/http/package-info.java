/** Requests and responses as values, and the thin HTTP/1.1 server that carries them over a socket. */
@NullMarked
package dev.tidemark.sandbox.http;

import org.jspecify.annotations.NullMarked;
