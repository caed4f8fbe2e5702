package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Values as {@code json.dumps} writes them. */
final class Json {

    private final StringBuilder out = new StringBuilder();
    private final boolean isSorted;
    private final int indent;

    private Json(boolean isSorted, int indent) {
        this.isSorted = isSorted;
        this.indent = indent;
    }

    static String write(Object value) {
        return new Json(false, -1).text(value);
    }

    /**
     * With sorted keys, and safe within HTML, as Jinja's {@code tojson} does.
     *
     * @param indent blanks before what is within; -1 for all in one line
     */
    static String writeForHtml(Object value, int indent) {
        return new Json(true, indent)
                .text(value)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027");
    }

    private String text(Object value) {
        write(value, 0);
        return out.toString();
    }

    private void write(Object value, int depth) {
        Work.depth(depth);
        Work.chars(out.length());
        switch (value) {
            case None none -> out.append("null");
            case Boolean bool -> out.append(bool.booleanValue());
            case Long number -> out.append(number.longValue());
            case BigInteger number -> out.append(Text.integer(number));
            case Double number -> out.append(number(number));
            case String text -> quoted(text);
            case Tuple tuple -> list(tuple.items(), depth);
            case List<?> list -> list(list, depth);
            case Map<?, ?> map -> map(map, depth);
            default -> throw new WrongType("Object of type " + Text.typeName(value) + " is not JSON serializable");
        }
    }

    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : Text.number(number);
    }

    private void list(List<?> items, int depth) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            separate(i == 0, depth + 1);
            write(items.get(i), depth + 1);
        }
        close(items.isEmpty(), depth, ']');
    }

    private void map(Map<?, ?> map, int depth) {
        List<? extends Map.Entry<?, ?>> entries = isSorted
                ? map.entrySet().stream()
                        .sorted((a, b) -> Values.compare(a.getKey(), b.getKey(), "<"))
                        .toList()
                : List.copyOf(map.entrySet());
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : entries) {
            separate(first, depth + 1);
            first = false;
            quoted(entry.getKey() instanceof String key ? key : write(entry.getKey()));
            out.append(": ");
            write(entry.getValue(), depth + 1);
        }
        close(map.isEmpty(), depth, '}');
    }

    private void separate(boolean isFirst, int depth) {
        if (!isFirst) {
            out.append(indent < 0 ? ", " : ",");
        }
        line(depth);
    }

    private void close(boolean isEmpty, int depth, char bracket) {
        if (!isEmpty) {
            line(depth);
        }
        out.append(bracket);
    }

    private void line(int depth) {
        if (indent >= 0) {
            out.append('\n').repeat(' ', Work.width((long) indent * depth));
        }
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
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
