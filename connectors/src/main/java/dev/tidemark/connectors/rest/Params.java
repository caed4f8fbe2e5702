package dev.tidemark.connectors.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The parameters of an address or a form, in the order given. */
public final class Params {

    private final Map<String, String> values = new LinkedHashMap<>();

    public Params and(String name, String value) {
        values.put(name, value);
        return this;
    }

    public Params and(String name, long value) {
        return and(name, Long.toString(value));
    }

    /** As {@code application/x-www-form-urlencoded}. */
    public String encoded() {
        return values.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The path with these parameters, if there are any. */
    public String after(String path) {
        return values.isEmpty() ? path : path + "?" + encoded();
    }

    /** One part of an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** One step of a path, where a plus sign would stand for itself. */
    public static String step(String text) {
        return encoded(text).replace("+", "%20");
    }
}
