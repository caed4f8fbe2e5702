package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values as {@code json.dumps} writes them. */
final class Json {

    private Json() {}

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** With sorted keys, and safe within HTML, as Jinja's {@code tojson} does. */
    static String writeForHtml(Object value) {
        return write(sorted(value))
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027");
    }

    private static Object sorted(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> ordered = new TreeMap<>((a, b) -> Values.compare(a, b, "<"));
                map.forEach((k, v) -> ordered.put(k, sorted(v)));
                yield ordered;
            }
            case List<?> list -> list.stream().map(Json::sorted).toList();
            default -> value;
        };
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case None none -> out.append("null");
            case Boolean bool -> out.append(bool);
            case Long number -> out.append(number);
            case BigInteger number -> out.append(number);
            case Double number ->
                out.append(
                        number.isNaN() ? "NaN" : number.isInfinite() ? (number > 0 ? "Infinity" : "-Infinity") : Text.number(number));
            case String text -> quoted(text, out);
            case Tuple tuple -> write(tuple.items(), out);
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(i == 0 ? "" : ", ");
                    write(list.get(i), out);
                }
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                boolean first = true;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(first ? "" : ", ");
                    first = false;
                    quoted(entry.getKey() instanceof String key ? key : write(entry.getKey()), out);
                    out.append(": ");
                    write(entry.getValue(), out);
                }
                out.append('}');
            }
            default -> throw new WrongType("Object of type " + Text.typeName(value) + " is not JSON serializable");
        }
    }

    private static void quoted(String text, StringBuilder out) {
        out.append('"');
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
