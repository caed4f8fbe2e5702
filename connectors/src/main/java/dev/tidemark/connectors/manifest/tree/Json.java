package dev.tidemark.connectors.manifest.tree;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Tuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * JSON text to values and back. Values are {@link None}, booleans, longs, big integers, doubles, texts, lists, and maps that
 * keep the order of their keys.
 */
public final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /** @throws tools.jackson.core.JacksonException where it is not one whole JSON value */
    public static Object read(byte[] text) {
        return read(text, 0);
    }

    /** As {@link #read(byte[])}, from a byte on. */
    public static Object read(byte[] text, int from) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text, from, text.length - from)) {
            return whole(parser);
        }
    }

    /** A parser that stands before the value at this byte. */
    public static JsonParser parser(byte[] text, int from) {
        return FACTORY.createParser(ObjectReadContext.empty(), text, from, text.length - from);
    }

    /** What is thrown where a text is not the JSON it should be. */
    public static JacksonException broken(JsonParser parser, String why) {
        return new tools.jackson.core.exc.StreamReadException(parser, why);
    }

    /** Finds names while parsing, each by its number. */
    public static PropertyNameMatcher matcher(List<String> names) {
        return FACTORY.constructNameMatcher(
                names.stream().map(Named::fromString).toList(), false);
    }

    public static Object read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Object whole(JsonParser parser) {
        if (parser.nextToken() == null) {
            throw new tools.jackson.core.exc.StreamReadException(parser, "empty, where JSON was expected");
        }
        Object value = value(parser);
        if (parser.nextToken() != null) {
            throw new tools.jackson.core.exc.StreamReadException(parser, "more text after the value");
        }
        return value;
    }

    /** The value at which the parser stands. */
    public static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> None.NONE;
        };
    }

    private static Object integer(JsonParser parser) {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : (Object) parser.getLongValue();
    }

    /** Without blanks. A value that JSON does not have is written as its text. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out, false);
        return out.toString();
    }

    /** As {@link #write}, with the keys of every map in order, so that equal values have equal texts. */
    public static String sorted(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out, true);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out, boolean sort) {
        switch (value) {
            case None none -> out.append("null");
            case Boolean bool -> out.append(bool);
            case Long number -> out.append(number);
            case Integer number -> out.append(number);
            case BigInteger number -> out.append(number);
            case BigDecimal number -> out.append(number);
            case Double number ->
                out.append(
                        number.isNaN()
                                ? "NaN"
                                : number.isInfinite() ? (number > 0 ? "Infinity" : "-Infinity") : Python.str(number));
            case String text -> quoted(text, out);
            case Tuple tuple -> write(tuple.items(), out, sort);
            case List<?> list -> {
                out.append('[');
                String between = "";
                for (Object item : list) {
                    out.append(between);
                    between = ",";
                    write(item, out, sort);
                }
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                Map<?, ?> ordered = map;
                if (sort) {
                    Map<String, Object> byKey = new TreeMap<>();
                    map.forEach((k, v) -> byKey.put(key(k), v));
                    ordered = byKey;
                }
                String between = "";
                for (Map.Entry<?, ?> entry : ordered.entrySet()) {
                    out.append(between);
                    between = ",";
                    quoted(key(entry.getKey()), out);
                    out.append(':');
                    write(entry.getValue(), out, sort);
                }
                out.append('}');
            }
            default -> quoted(Python.str(value), out);
        }
    }

    private static String key(Object key) {
        return key instanceof String text ? text : write(key);
    }

    private static void quoted(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** A tree of which nothing is shared with the other. */
    public static Object copy(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> made = new LinkedHashMap<>();
                map.forEach((name, inner) -> made.put(name, copy(inner)));
                yield made;
            }
            case List<?> list -> {
                List<Object> made = new ArrayList<>();
                list.forEach(item -> made.add(copy(item)));
                yield made;
            }
            default -> value;
        };
    }
}
