package dev.tidemark.sandbox.stripe;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Forms with brackets in their names, read into objects, and checked as Stripe checks them. */
final class Inputs {
    private static final Pattern STEP = Pattern.compile("\\[([^\\[\\]]*)]");

    private Inputs() {}

    /** {@code a[b][c]=d} as nested objects; lists are objects by their numbers. Every value is text. */
    static ObjectNode nested(Map<String, String> form) {
        ObjectNode root = Templates.object();
        form.forEach((name, value) -> {
            int bracket = name.indexOf('[');
            String first = bracket < 0 ? name : name.substring(0, bracket);
            ObjectNode at = root;
            String last = first;
            Matcher steps = STEP.matcher(bracket < 0 ? "" : name.substring(bracket));
            while (steps.find()) {
                at = at.path(last).isObject() ? (ObjectNode) at.path(last) : at.putObject(last);
                last = steps.group(1).isEmpty() ? Integer.toString(at.size()) : steps.group(1);
            }
            at.put(last, value);
        });
        return root;
    }

    /** Refuses what the call does not know, lacks or cannot read. */
    static void check(ObjectNode input, Map<String, String> params, boolean creates) {
        for (var each : input.properties()) {
            String type = params.getOrDefault(each.getKey(), "");
            if (type.isEmpty()) {
                throw Refused.parameter(
                        "parameter_unknown", "Received unknown parameter: " + each.getKey(), each.getKey());
            }
            check(each.getKey(), type.replace("*", ""), each.getValue());
        }
        params.forEach((name, type) -> {
            if (creates && type.endsWith("*") && !input.has(name)) {
                throw Refused.parameter("parameter_missing", "Missing required param: " + name + ".", name);
            }
        });
    }

    private static void check(String name, String type, JsonNode value) {
        String text = value.asString("");
        if (type.equals("integer") && !text.isEmpty() && !text.matches("-?\\d{1,15}|now")) {
            throw Refused.parameter("parameter_invalid_integer", "Invalid integer: " + text, name);
        }
        if (type.equals("boolean") && !text.matches("true|false")) {
            throw Refused.parameter("", "Invalid boolean: " + text, name);
        }
        boolean nested = type.equals("object") || type.equals("array");
        if (nested && !value.isObject() && !text.isEmpty()) {
            throw Refused.parameter("", "Invalid " + type, name);
        }
        if (name.equals("email") && !text.isEmpty() && !text.contains("@")) {
            throw Refused.parameter("email_invalid", "Invalid email address: " + text, name);
        }
    }

    /** Puts what was sent into an object: typed as the call says, the empty text as nothing. */
    static void into(ObjectNode object, ObjectNode input, Map<String, String> params) {
        for (var each : input.properties()) {
            String name = each.getKey();
            String type = params.getOrDefault(name, "string").replace("*", "");
            JsonNode value = each.getValue();
            if (name.equals("metadata")) {
                metadata(object, value);
            } else if (object.has(name) && !object.path(name).isContainer()) {
                scalar(object, name, type, value);
            } else if (object.has(name) && value.isObject()) {
                if (type.equals("array")) {
                    object.set(name, array(value));
                } else if (object.path(name) instanceof ObjectNode there
                        && !there.path("object").isString()) {
                    merge(there, value);
                }
            } else if (object.path(name).isArray() || object.path(name).isObject()) {
                object.putNull(name);
            }
        }
    }

    private static void scalar(ObjectNode object, String name, String type, JsonNode value) {
        String text = value.asString("");
        if (value.isObject()) {
            object.set(name, type.equals("array") ? array(value) : merged(value));
        } else if (text.isEmpty()) {
            object.putNull(name);
        } else if (type.equals("integer")) {
            object.put(name, Long.parseLong(text));
        } else if (type.equals("boolean")) {
            object.put(name, Boolean.parseBoolean(text));
        } else if (type.equals("number")) {
            object.put(name, Double.parseDouble(text));
        } else {
            object.put(name, text);
        }
    }

    private static ObjectNode merged(JsonNode value) {
        ObjectNode made = Templates.object();
        merge(made, value);
        return made;
    }

    private static void merge(ObjectNode into, JsonNode value) {
        for (var each : value.properties()) {
            if (each.getValue().isObject()) {
                merge(
                        into.path(each.getKey()).isObject()
                                ? (ObjectNode) into.path(each.getKey())
                                : into.putObject(each.getKey()),
                        each.getValue());
            } else if (each.getValue().asString("").isEmpty()) {
                into.putNull(each.getKey());
            } else {
                into.put(each.getKey(), each.getValue().asString(""));
            }
        }
    }

    private static ArrayNode array(JsonNode value) {
        ArrayNode list = Templates.object().putArray("list");
        for (JsonNode each : value) {
            if (each.isObject()) {
                merge(list.addObject(), each);
            } else {
                list.add(each.asString(""));
            }
        }
        return list;
    }

    private static void metadata(ObjectNode object, JsonNode value) {
        ObjectNode there = object.path("metadata").isObject()
                ? (ObjectNode) object.path("metadata")
                : object.putObject("metadata");
        if (!value.isObject()) {
            there.removeAll();
            return;
        }
        for (var each : value.properties()) {
            if (each.getValue().asString("").isEmpty()) {
                there.remove(each.getKey());
            } else {
                there.put(each.getKey(), each.getValue().asString(""));
            }
        }
    }
}
