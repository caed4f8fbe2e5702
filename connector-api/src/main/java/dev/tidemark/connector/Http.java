package dev.tidemark.connector;

/**
 * Sends requests to an API. Before each, one request of the account's quota is taken (invariant 4); where none is left the
 * call throws {@link NotNow}, which the connector lets pass: the engine asks again later.
 */
public interface Http {

    /**
     * @return the API's answer, whatever its status
     * @throws NotNow when the quota has no request left for now; nothing was sent
     * @throws HttpFailed when no whole answer came: refused, timed out, cut off
     */
    HttpAnswer send(HttpRequest request) throws HttpFailed;
}
