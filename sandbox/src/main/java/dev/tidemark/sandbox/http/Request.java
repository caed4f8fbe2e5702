package dev.tidemark.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param method in capitals
 * @param target the path with its query, as sent: percent-encoded
 * @param headers by name in small letters; a repeated header keeps its last value
 * @param body empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes travel; requests are never compared
public record Request(String method, String target, Map<String, String> headers, byte[] body) {
    public Request {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("target must start with /: " + target);
        }
        method = method.toUpperCase(Locale.ROOT);
        var lower = new TreeMap<String, String>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
    }

    public static Request get(String target, Map<String, String> headers) {
        return new Request("GET", target, headers, new byte[0]);
    }

    public static Request of(String method, String target, Map<String, String> headers, String body) {
        return new Request(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The path without its query, still percent-encoded. */
    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** The decoded parameters of the query; of a repeated one, the last. */
    public Map<String, String> params() {
        int question = target.indexOf('?');
        return question < 0 ? Map.of() : form(target.substring(question + 1));
    }

    /** {@code METHOD path?query}, decoded, for rules to look at. */
    public String line() {
        return method + " " + decode(target);
    }

    /** The body read as {@code application/x-www-form-urlencoded}. */
    public Map<String, String> form() {
        return form(text());
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    private static Map<String, String> form(String text) {
        var params = new LinkedHashMap<String, String>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            params.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return params;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
