package dev.tidemark.connectors.manifest.request;

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

    /** The method and the address without query, fit for a message. */
    @Override
    public String toString() {
        int query = url.indexOf('?');
        return method + " " + (query < 0 ? url : url.substring(0, query));
    }
}
