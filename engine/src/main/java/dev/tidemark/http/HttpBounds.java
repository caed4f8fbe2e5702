package dev.tidemark.http;

import java.time.Duration;

/**
 * What one transport may use.
 *
 * @param connect how long making a connection may take, name and TLS included
 * @param connectionsPerHost how many connections to one host may be open at once; a request waits for a free one
 * @param connections the same over all hosts
 * @param body the most bytes a decompressed answer may have; each is held in memory while it is read
 */
public record HttpBounds(Duration connect, int connectionsPerHost, int connections, int body) {

    private static final int LARGEST_BODY = 256 << 20;

    /** 10 seconds, 16 connections to a host, 256 in all, and bodies of 256 MiB or, if that is less, a quarter of the heap. */
    public static final HttpBounds DEFAULT = new HttpBounds(Duration.ofSeconds(10), 16, 256, (int)
            Math.min(LARGEST_BODY, Runtime.getRuntime().maxMemory() / 4));

    public HttpBounds {
        if (!connect.isPositive() || connectionsPerHost < 1 || connections < connectionsPerHost || body < 1) {
            throw new IllegalArgumentException("bounds are positive, and a host's share is not more than the whole");
        }
    }

    /** The same with another limit for bodies. */
    public HttpBounds withBody(int bytes) {
        return new HttpBounds(connect, connectionsPerHost, connections, bytes);
    }
}
