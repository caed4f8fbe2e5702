package dev.tidemark.connectors.manifest.template;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Renders templates at noon of 1 March 2024, with the names that {@code context.json} gives. */
final class Rendering {

    static final InstantSource NOON = InstantSource.fixed(Instant.parse("2024-03-01T12:00:00Z"));

    private static final JsonNode CONTEXT = read();

    private Rendering() {}

    static Object eval(String template) {
        return Template.compile(template, NOON).eval(context());
    }

    /** Fresh each time, since templates may change what they are given. */
    static Map<String, Object> context() {
        Map<String, Object> context = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : CONTEXT.properties()) {
            context.put(entry.getKey(), value(entry.getValue()));
        }
        return context;
    }

    static InputStream resource(String name) {
        return Objects.requireNonNull(Rendering.class.getResourceAsStream(name), name);
    }

    private static JsonNode read() {
        try (InputStream in = resource("context.json")) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            Map<Object, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(value(item)));
            return list;
        }
        if (node.isIntegralNumber()) {
            BigInteger number = node.bigIntegerValue();
            return number.bitLength() < 64 ? (Object) number.longValue() : number;
        }
        if (node.isNumber()) {
            return node.asDouble();
        }
        return node.isNull() ? None.NONE : node.isBoolean() ? (Object) node.asBoolean() : node.asString();
    }
}
