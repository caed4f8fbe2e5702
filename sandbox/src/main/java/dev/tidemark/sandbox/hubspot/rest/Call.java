package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Portal;
import dev.tidemark.sandbox.hubspot.crm.Refused;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request that is let in.
 *
 * @param path the segments behind the version, decoded
 */
record Call(Portal portal, Request request, List<String> path) {

    /** So many records can be asked for at once with the history of properties. */
    static final int MOST_WITH_HISTORY = 50;

    /** Method and shape of the path, such as {@code GET 2}. */
    String is() {
        return request.method() + " " + path.size();
    }

    String segment(int index) {
        return path.get(index);
    }

    ObjectType type(int index) {
        return portal.the(path.get(index));
    }

    ObjectNode body() {
        return Json.read(request.body());
    }

    boolean flag(String param) {
        return "true".equals(request.params().get(param));
    }

    /** A number from 1 to {@code most}. */
    int limit(int usual, int most) {
        String text = request.params().getOrDefault("limit", String.valueOf(usual));
        return limit(text, most);
    }

    static int limit(String text, int most) {
        int limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > most) {
            throw Refused.invalid("Invalid input: limit must be between 1 and " + most + ", was " + text);
        }
        return limit;
    }

    Set<String> listed(String param) {
        String text = request.params().getOrDefault(param, "");
        return text.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(text.split(",", -1)));
    }

    static Set<String> names(JsonNode array) {
        var names = new LinkedHashSet<String>();
        array.forEach(name -> names.add(name.asString("")));
        return names;
    }

    /** The properties of a write; a value that is no string is taken as it is spelt, null clears. */
    static Map<String, String> properties(JsonNode body) {
        var properties = new LinkedHashMap<String, String>();
        body.path("properties").properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            properties.put(
                    entry.getKey(), value.isNull() ? "" : value.isValueNode() ? value.asString("") : value.toString());
        });
        return properties;
    }

    static Refused noSuchPath() {
        return new Refused(404, "OBJECT_NOT_FOUND", "No resource at this path");
    }
}
