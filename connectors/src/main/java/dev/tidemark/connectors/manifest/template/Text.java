package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Values as Python writes them: {@code str()} and {@code repr()}. */
final class Text {

    private Text() {}

    static String str(Object value) {
        return switch (value) {
            case String text -> text;
            case Undefined nothing -> "";
            case Moment moment -> moment.isoformat(" ", "auto");
            case LocalDate date -> date.toString();
            case Duration span -> Spans.str(span);
            default -> repr(value);
        };
    }

    static String repr(Object value) {
        return switch (value) {
            case None none -> "None";
            case Boolean bool -> bool ? "True" : "False";
            case Long number -> number.toString();
            case BigInteger number -> number.toString();
            case Double number -> number(number);
            case String text -> quoted(text);
            case Undefined nothing -> "Undefined";
            case Tuple tuple ->
                tuple.items().size() == 1
                        ? "(" + repr(tuple.items().getFirst()) + ",)"
                        : "(" + joined(tuple.items()) + ")";
            case List<?> list -> "[" + joined(list) + "]";
            case Set<?> set -> set.isEmpty() ? "set()" : "{" + joined(set) + "}";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> repr(e.getKey()) + ": " + repr(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Moment moment -> moment.repr();
            case LocalDate date ->
                "datetime.date(" + date.getYear() + ", " + date.getMonthValue() + ", " + date.getDayOfMonth() + ")";
            case Duration span -> Spans.repr(span);
            default -> "<" + typeName(value) + " object>";
        };
    }

    private static String joined(Collection<?> items) {
        return items.stream().map(Text::repr).collect(Collectors.joining(", "));
    }

    /** The shortest digits that read back as the same number, as {@code float.__repr__} writes them. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = exact.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (isPrintable(c)) {
                        out.appendCodePoint(c);
                    } else if (c < 0x100) {
                        out.append("\\x%02x".formatted(c));
                    } else if (c < 0x10000) {
                        out.append("\\u%04x".formatted(c));
                    } else {
                        out.append("\\U%08x".formatted(c));
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    private static boolean isPrintable(int c) {
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

    static String typeName(Object value) {
        return switch (value) {
            case None none -> "NoneType";
            case Boolean bool -> "bool";
            case Long number -> "int";
            case BigInteger number -> "int";
            case Double number -> "float";
            case String text -> "str";
            case Tuple tuple -> "tuple";
            case List<?> list -> "list";
            case Set<?> set -> "set";
            case Map<?, ?> map -> "dict";
            case Moment moment -> "datetime.datetime";
            case LocalDate date -> "datetime.date";
            case Duration span -> "datetime.timedelta";
            case Undefined nothing -> "Undefined";
            case Function function -> "builtin_function_or_method";
            default -> value.getClass().getSimpleName();
        };
    }

    /** As Jinja names a value in what it says of missing attributes. */
    static String objectName(Object value) {
        return value == None.NONE ? "None" : "'" + typeName(value) + " object'";
    }
}
