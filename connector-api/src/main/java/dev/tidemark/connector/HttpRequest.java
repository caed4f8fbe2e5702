package dev.tidemark.connector;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One request.
 *
 * @param method in upper case
 * @param uri absolute
 * @param headers by name; names are compared without case
 * @param body empty for none
 * @param timeout from the start of sending to the last byte of the answer
 */
@SuppressWarnings("ArrayRecordComponent") // a body is bytes, handed on and not compared
public record HttpRequest(String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {

    /** How long a request may take where the connector says nothing else. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    public HttpRequest {
        if (!method.equals(method.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a method is upper case: " + method);
        }
        if (!uri.isAbsolute() || uri.getHost() == null) {
            throw new IllegalArgumentException("not an absolute http(s) address: " + uri);
        }
        headers = Map.copyOf(headers);
    }

    public static HttpRequest get(URI uri) {
        return new HttpRequest("GET", uri, Map.of(), new byte[0], DEFAULT_TIMEOUT);
    }

    public static HttpRequest of(String method, URI uri) {
        return new HttpRequest(method, uri, Map.of(), new byte[0], DEFAULT_TIMEOUT);
    }

    public HttpRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpRequest(method, uri, more, body, timeout);
    }

    public HttpRequest json(String json) {
        return body("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public HttpRequest form(String encoded) {
        return body("application/x-www-form-urlencoded", encoded.getBytes(StandardCharsets.UTF_8));
    }

    public HttpRequest body(String contentType, byte[] bytes) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put("Content-Type", contentType);
        return new HttpRequest(method, uri, more, bytes, timeout);
    }

    public HttpRequest timeout(Duration longest) {
        return new HttpRequest(method, uri, headers, body, longest);
    }

    /** The method and address without query, fit for a message. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }
}
