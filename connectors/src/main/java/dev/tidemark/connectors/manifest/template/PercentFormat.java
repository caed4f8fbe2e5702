package dev.tidemark.connectors.manifest.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code "%s" % value}. */
final class PercentFormat {

    private static final Pattern FIELD = Pattern.compile(
            "%(?:\\((?<name>[^)]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\*|\\d*)(?:\\.(?<precision>\\*|\\d*))?(?<kind>.?)",
            Pattern.DOTALL);

    private final Object argument;
    private final List<Object> all;
    private final StringBuilder out = new StringBuilder();
    private int next;

    private PercentFormat(Object argument) {
        this.argument = argument;
        this.all = argument instanceof Tuple tuple ? tuple.items() : List.of(argument);
    }

    static String format(String format, Object argument) {
        PercentFormat writer = new PercentFormat(argument);
        writer.write(format);
        return writer.out.toString();
    }

    private void write(String format) {
        Matcher field = FIELD.matcher(format);
        int from = 0;
        while (field.find(from)) {
            out.append(format, from, field.start());
            field(field);
            Work.chars(out.length());
            from = field.end();
        }
        out.append(format, from, format.length());
        boolean hasKeys = argument instanceof Map || argument instanceof List || argument instanceof Undefined;
        if (next < all.size() && !hasKeys) {
            throw new WrongType("not all arguments converted during string formatting");
        }
    }

    private void field(Matcher field) {
        if (field.group("kind").isEmpty()) {
            throw TemplateError.value("incomplete format");
        }
        if (field.group("kind").equals("%")) {
            out.append('%');
            return;
        }
        int width = size(field.group("width"), 0);
        int precision = size(field.group("precision"), -1);
        Object value = field.group("name") == null ? next() : named(field.group("name"));
        char kind = field.group("kind").charAt(0);
        String flags = field.group("flags");
        String text = text(value, kind, precision, flags.contains("#"));
        boolean numeric = "diuoxXeEfFgG".indexOf(kind) >= 0;
        if (numeric && !text.startsWith("-")) {
            text = (flags.contains("+") ? "+" : flags.contains(" ") ? " " : "") + text;
        }
        if (flags.contains("-")) {
            out.append(text).repeat(' ', Math.max(0, width - text.length()));
        } else if (flags.contains("0") && numeric) {
            out.append(NumberFormat.zeroed(text, width));
        } else {
            out.repeat(' ', Math.max(0, width - text.length())).append(text);
        }
    }

    private int size(@Nullable String given, int otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (given.equals("*")) {
            return Work.width(Math.abs(Numbers.asLong(next())));
        }
        return given.isEmpty()
                ? 0
                : given.length() > 9 ? Work.width(Long.MAX_VALUE) : Work.width(Long.parseLong(given));
    }

    private Object next() {
        if (next >= all.size()) {
            throw new WrongType("not enough arguments for format string");
        }
        return all.get(next++);
    }

    private Object named(String name) {
        if (!(argument instanceof Map<?, ?> map)) {
            throw new WrongType("format requires a mapping");
        }
        Object found = map.get(name);
        if (found == null) {
            throw new TemplateError("KeyError", Text.repr(name));
        }
        return found;
    }

    private static String text(Object value, char kind, int precision, boolean alternate) {
        return switch (kind) {
            case 's' -> cut(Text.str(value), precision);
            case 'r', 'a' -> cut(Text.repr(value), precision);
            case 'c' -> character(value);
            case 'd', 'i', 'u' -> NumberFormat.padded(whole(value, kind), precision);
            case 'o' -> NumberFormat.based(value, 8, alternate ? "0o" : "");
            case 'x' -> NumberFormat.based(value, 16, alternate ? "0x" : "");
            case 'X' -> NumberFormat.based(value, 16, alternate ? "0x" : "").toUpperCase(Locale.ROOT);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                double number = Numbers.asDouble(value);
                String text = NumberFormat.real(number, Character.toLowerCase(kind), precision < 0 ? 6 : precision);
                yield Character.isUpperCase(kind) ? text.toUpperCase(Locale.ROOT) : text;
            }
            default -> throw TemplateError.value("unsupported format character '" + kind + "'");
        };
    }

    private static String whole(Object value, char kind) {
        if (value instanceof Double number) {
            return Text.str(Numbers.truncate(number));
        }
        if (!Numbers.isNumber(value)) {
            throw new WrongType("%" + kind + " format: a real number is required, not " + Text.typeName(value));
        }
        return Text.str(Numbers.add(value, 0L));
    }

    private static String character(Object value) {
        if (value instanceof String text && text.codePointCount(0, text.length()) == 1) {
            return text;
        }
        if (!Numbers.isInteger(value)) {
            throw new WrongType("a character is made of an int or of one char only");
        }
        return NumberFormat.character(value);
    }

    private static String cut(String text, int most) {
        return most < 0 || text.length() <= most ? text : text.substring(0, most);
    }
}
