package dev.tidemark.connectors.manifest.vectors;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * A recorded request and its answer.
 *
 * @param asked the request in a form in which equal requests are equal texts
 * @param headers of the request, found without regard to case
 */
record Exchange(String asked, Map<String, String> headers, HttpAnswer answer) {

    static Exchange of(Map<?, ?> recorded) {
        Map<?, ?> request = (Map<?, ?>) need(recorded, "request");
        Map<?, ?> response = (Map<?, ?>) need(recorded, "response");
        Object body = need(request, "body");
        String asked = asked(
                Python.str(need(request, "method")),
                Python.str(need(request, "url")),
                body == None.NONE ? "" : Python.str(body));
        Object answered = need(response, "body");
        byte[] bytes = answered == None.NONE
                ? new byte[0]
                : (answered instanceof String text ? text : Json.write(answered)).getBytes(StandardCharsets.UTF_8);
        return new Exchange(
                asked,
                texts((Map<?, ?>) need(request, "headers")),
                new HttpAnswer(
                        ((Long) need(response, "status")).intValue(),
                        texts((Map<?, ?>) need(response, "headers")),
                        bytes,
                        Duration.ZERO));
    }

    private static Object need(Map<?, ?> map, String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("an exchange has no '" + name + "'");
        }
        return value;
    }

    private static Map<String, String> texts(Map<?, ?> map) {
        Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        map.forEach((name, value) -> texts.put(Python.str(name), Python.str(value)));
        return texts;
    }

    /** Without those that say who sent it and how. */
    static Map<String, String> compared(Map<String, String> headers) {
        Map<String, String> compared = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        compared.putAll(headers);
        compared.keySet()
                .removeAll(java.util.Set.of("User-Agent", "Accept-Encoding", "Connection", "Content-Length", "Host"));
        return compared;
    }

    /** Parameters in any order, JSON with any blanks. */
    static String asked(String method, String url, String body) {
        int query = url.indexOf('?');
        String bare = query < 0 ? url : url.substring(0, query);
        String pairs = query < 0 ? "" : pairs(url.substring(query + 1));
        return method + " " + bare + (pairs.isEmpty() ? "" : "?" + pairs) + (body.isEmpty() ? "" : " " + normal(body));
    }

    private static String pairs(String query) {
        List<String> pairs = new ArrayList<>();
        for (String pair : List.of(query.split("&", -1))) {
            pairs.add(decoded(pair));
        }
        pairs.sort(null);
        return String.join("&", pairs);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String normal(String body) {
        try {
            return Json.sorted(Json.read(body));
        } catch (JacksonException e) {
            return pairs(body);
        }
    }

    static Map<String, Exchange> all(List<?> recorded) {
        Map<String, Exchange> exchanges = new LinkedHashMap<>();
        for (Object one : recorded) {
            Exchange exchange = of((Map<?, ?>) one);
            exchanges.put(exchange.asked(), exchange);
        }
        return exchanges;
    }
}
