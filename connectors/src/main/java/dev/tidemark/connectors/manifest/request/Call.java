package dev.tidemark.connectors.manifest.request;

import dev.tidemark.connector.HttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request, ready to be sent.
 *
 * @param headers found without regard to case
 */
public record Call(String method, String url, Map<String, String> headers, Optional<String> body) {

    public Call {
        Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        found.putAll(headers);
        headers = found;
    }

    /**
     * As it is sent.
     *
     * @throws Impossible where the address is none
     */
    public HttpRequest request() {
        try {
            return new HttpRequest(
                    method,
                    new URI(url),
                    headers,
                    body.map(b -> b.getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]),
                    HttpRequest.DEFAULT_TIMEOUT);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new Impossible("not an address: " + this, e);
        }
    }

    /** The method and the address without query, fit for a message. */
    @Override
    public String toString() {
        int query = url.indexOf('?');
        return method + " " + (query < 0 ? url : url.substring(0, query));
    }
}
