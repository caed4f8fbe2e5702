package dev.tidemark.access;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;

/** Sends requests over the network, without counting them. */
@FunctionalInterface
public interface Transport {

    /**
     * @param beforeEach called before each request that really leaves, a redirected or repeated one too; what it throws ends
     *     the exchange
     */
    HttpAnswer send(HttpRequest request, Runnable beforeEach) throws HttpFailed;
}
