package dev.tidemark.sandbox.described;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The schemas of one description, and what of a value is not as they have it. */
final class Schemas {
    private static final int DEEPEST = 40;

    private final JsonNode root;

    Schemas(JsonNode root) {
        this.root = root;
    }

    /** What a reference points to; itself where it is none. */
    JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        for (int i = 0; i < DEEPEST && at.has("$ref"); i++) {
            at = root.at(at.path("$ref").asString("#").substring(1));
        }
        return at;
    }

    Map<String, JsonNode> members(JsonNode schema) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members(schema, members, 0);
        return members;
    }

    private void members(JsonNode schema, Map<String, JsonNode> into, int depth) {
        JsonNode at = resolved(schema);
        if (depth > DEEPEST) {
            return;
        }
        for (String parts : List.of("allOf", "anyOf", "oneOf")) {
            at.path(parts).forEach(part -> members(part, into, depth + 1));
        }
        at.path("properties").properties().forEach(each -> into.put(each.getKey(), each.getValue()));
    }

    String type(JsonNode schema) {
        JsonNode is = resolved(schema);
        String type = is.path("type").asString(is.has("properties") ? "object" : "");
        if (!type.isEmpty()) {
            String format = is.path("format").asString("");
            return format.isEmpty() ? type : type + " " + format;
        }
        var types = new TreeSet<String>(Comparator.reverseOrder());
        for (String parts : List.of("allOf", "anyOf", "oneOf")) {
            is.path(parts).forEach(part -> types.add(type(part)));
        }
        return types.isEmpty() ? "any" : types.first();
    }

    /** A parameter's value, which is text whatever its type. */
    void checkText(String at, JsonNode schema, String value, List<String> found) {
        JsonNode is = resolved(schema);
        String type = is.path("type").asString("");
        boolean fits = switch (type) {
            case "integer" -> value.matches("-?\\d{1,18}");
            case "number" -> value.matches("-?\\d{1,18}(\\.\\d+)?");
            case "boolean" -> value.equals("true") || value.equals("false");
            case "string" ->
                is.path("enum").isEmpty()
                        || is.path("enum")
                                .valueStream()
                                .anyMatch(each -> each.asString("").equals(value));
            default -> true;
        };
        if (!fits) {
            found.add(at + " is " + value + ", described as " + type + " " + is.path("enum"));
        }
    }

    /**
     * Adds what is different.
     *
     * @param strict whether members that are not described count
     */
    void check(String at, JsonNode schema, JsonNode value, boolean strict, List<String> found) {
        check(at, schema, value, strict, found, 0);
    }

    private void check(String at, JsonNode schema, JsonNode value, boolean strict, List<String> found, int depth) {
        JsonNode is = resolved(schema);
        if (value.isNull() || depth > DEEPEST) {
            return;
        }
        // What all parts together name is described; each part for itself is not strict.
        is.path("allOf").forEach(part -> check(at, part, value, false, found, depth + 1));
        for (String choice : List.of("anyOf", "oneOf")) {
            if (is.has(choice)) {
                choose(at, is.path(choice), value, strict && !is.has("properties"), found, depth);
            }
        }
        if (!typeFits(is, value)) {
            found.add((at.isEmpty() ? "/" : at) + " is " + value.getNodeType() + ", described as " + is.path("type"));
            return;
        }
        value(at, is, value, found);
        if (value.isObject()) {
            object(at, is, value, strict, found, depth);
        } else if (value.isArray() && is.has("items")) {
            value.forEach(each -> check(at + "/*", is.path("items"), each, strict, found, depth + 1));
        }
    }

    private void object(String at, JsonNode is, JsonNode value, boolean strict, List<String> found, int depth) {
        JsonNode any = is.path("additionalProperties");
        value.properties().forEach(member -> {
            JsonNode named = is.path("properties").path(member.getKey());
            if (!named.isMissingNode()) {
                check(at + "/" + member.getKey(), named, member.getValue(), strict, found, depth + 1);
            } else if (any.isObject()) {
                check(at + "/*", any, member.getValue(), strict, found, depth + 1);
            } else if (strict
                    && !any.asBoolean(false)
                    && !members(is).isEmpty()
                    && !members(is).containsKey(member.getKey())) {
                found.add(at + "/" + member.getKey() + " is not described");
            }
        });
        for (JsonNode name : is.path("required")) {
            if (!value.has(name.asString(""))) {
                found.add(at + "/" + name.asString("") + " is missing");
            }
        }
    }

    private void choose(String at, JsonNode choices, JsonNode value, boolean strict, List<String> found, int depth) {
        List<String> fewest = null;
        for (JsonNode choice : choices) {
            var differences = new ArrayList<String>();
            check(at, choice, value, strict, differences, depth + 1);
            if (fewest == null || differences.size() < fewest.size()) {
                fewest = differences;
            }
        }
        if (fewest != null) {
            found.addAll(fewest);
        }
    }

    private static void value(String at, JsonNode is, JsonNode value, List<String> found) {
        JsonNode allowed = is.path("enum");
        if (value.isString() && !allowed.isEmpty() && allowed.valueStream().noneMatch(value::equals)) {
            found.add(at + " is '" + value.asString("") + "', described as one of " + allowed);
        }
        if (value.isString() && !wellFormed(is.path("format").asString(""), value.asString(""))) {
            found.add(at + " is '" + value.asString("") + "', which is no "
                    + is.path("format").asString(""));
        }
    }

    private static boolean wellFormed(String format, String text) {
        try {
            switch (format) {
                case "date-time" -> OffsetDateTime.parse(text);
                case "date" -> LocalDate.parse(text);
                default -> {
                    return true;
                }
            }
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** OpenAPI 3.1 has lists of types. */
    private static boolean typeFits(JsonNode is, JsonNode value) {
        JsonNode type = is.path("type");
        return type.isArray()
                ? type.valueStream().anyMatch(each -> typeFits(each.asString(""), value))
                : typeFits(type instanceof MissingNode ? "" : type.asString(""), value);
    }

    private static boolean typeFits(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }
}
