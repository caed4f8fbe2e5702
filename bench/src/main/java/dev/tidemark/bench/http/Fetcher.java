package dev.tidemark.bench.http;

import java.net.URI;

/** One HTTP client under measurement: a whole body into one array of bytes, and the thread waits for it. */
@FunctionalInterface
public interface Fetcher {
    byte[] fetch(URI uri) throws Exception;
}
