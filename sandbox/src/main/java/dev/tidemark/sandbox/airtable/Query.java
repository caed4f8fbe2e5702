package dev.tidemark.sandbox.airtable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Parameters of an address, where {@code fields[]=a&fields[]=b} is a list, or of a body that stands for one. */
record Query(Map<String, List<String>> values) {

    static Query of(String target) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int question = target.indexOf('?');
        String text = question < 0 ? "" : target.substring(question + 1);
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = decoded(pair.substring(0, equals)).replaceAll("\\[\\d*\\]$", "");
                values.computeIfAbsent(name, n -> new ArrayList<>()).add(decoded(pair.substring(equals + 1)));
            }
        }
        return new Query(values);
    }

    static Query of(JsonNode body) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        body.properties().forEach(field -> {
            List<String> list = values.computeIfAbsent(field.getKey(), n -> new ArrayList<>());
            if (field.getValue().isArray()) {
                field.getValue().forEach(one -> list.add(text(one)));
            } else {
                list.add(text(field.getValue()));
            }
        });
        return new Query(values);
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString("") : value.toString();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** @throws Refused where it is no number */
    int number(String name, int otherwise) {
        String text = first(name).orElse(String.valueOf(otherwise));
        if (!text.matches("\\d{1,6}")) {
            throw Refused.invalid(name + " must be a number");
        }
        return Integer.parseInt(text);
    }
}
