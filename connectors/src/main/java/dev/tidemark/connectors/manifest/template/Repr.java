package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes one value as {@code repr()} does. */
final class Repr {

    private final StringBuilder out = new StringBuilder();

    String of(Object value) {
        write(value, 0);
        return out.toString();
    }

    private void write(Object value, int depth) {
        Work.depth(depth);
        Work.chars(out.length());
        switch (value) {
            case Boolean bool -> out.append(bool ? "True" : "False");
            case Long number -> out.append(number.longValue());
            case BigInteger number -> out.append(Text.integer(number));
            case Double number -> out.append(Text.number(number));
            case String text -> quoted(text);
            case Tuple tuple -> {
                all("(", tuple.items(), depth);
                out.append(tuple.items().size() == 1 ? ",)" : ")");
            }
            case List<?> list -> {
                all("[", list, depth);
                out.append(']');
            }
            case Set<?> set -> {
                if (set.isEmpty()) {
                    out.append("set()");
                } else {
                    all("{", set, depth);
                    out.append('}');
                }
            }
            case Map<?, ?> map -> map(map, depth);
            case Moment moment -> out.append(moment.repr());
            case LocalDate date ->
                out.append("datetime.date(%d, %d, %d)"
                        .formatted(date.getYear(), date.getMonthValue(), date.getDayOfMonth()));
            case Duration span -> out.append(Spans.repr(span));
            case Items items -> out.append(items.repr());
            case Bytes bytes -> out.append(bytes.repr());
            case None none -> out.append(none);
            case Undefined nothing -> out.append("Undefined");
            default -> out.append('<').append(Text.typeName(value)).append(" object>");
        }
    }

    private void all(String opening, Collection<?> items, int depth) {
        String before = opening;
        if (items.isEmpty()) {
            out.append(opening);
        }
        for (Object item : items) {
            out.append(before);
            write(item, depth + 1);
            before = ", ";
        }
    }

    private void map(Map<?, ?> map, int depth) {
        String before = "{";
        if (map.isEmpty()) {
            out.append('{');
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before);
            write(entry.getKey(), depth + 1);
            out.append(": ");
            write(entry.getValue(), depth + 1);
            before = ", ";
        }
        out.append('}');
    }

    private void quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> character(c, quote);
            }
        }
        out.append(quote);
    }

    private void character(int c, char quote) {
        if (c == quote) {
            out.append('\\').append(quote);
        } else if ((c >= ' ' && c < 0x7f) || isPrintable(c)) {
            out.appendCodePoint(c);
        } else {
            out.append((c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
    }

    static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
