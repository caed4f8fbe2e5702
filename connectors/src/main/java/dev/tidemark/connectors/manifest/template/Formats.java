package dev.tidemark.connectors.manifest.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code "%s" % value} and {@code "{}".format(value)}. */
final class Formats {

    private static final Pattern PERCENT =
            Pattern.compile("%(?:\\((?<name>[^)]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\d*)(?:\\.(?<precision>\\d+))?(?<kind>.)");
    private static final Pattern SPEC = Pattern.compile(
            "(?:(?<fill>.)?(?<align>[<>^=]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\\d+)?(?<comma>,)?(?:\\.(?<precision>\\d+))?(?<kind>[a-zA-Z%])?");

    private Formats() {}

    static String percent(String format, Object argument) {
        List<Object> all = argument instanceof Tuple tuple ? tuple.items() : List.of(argument);
        StringBuilder out = new StringBuilder();
        Matcher matcher = PERCENT.matcher(format);
        int next = 0;
        int from = 0;
        while (matcher.find(from)) {
            out.append(format, from, matcher.start());
            from = matcher.end();
            if (matcher.group("kind").equals("%")) {
                out.append('%');
                continue;
            }
            Object value;
            if (matcher.group("name") != null) {
                if (!(argument instanceof Map<?, ?> map)) {
                    throw new WrongType("format requires a mapping");
                }
                Object found = map.get(matcher.group("name"));
                if (found == null) {
                    throw new TemplateError("KeyError", Text.repr(matcher.group("name")));
                }
                value = found;
            } else if (next < all.size()) {
                value = all.get(next++);
            } else {
                throw new WrongType("not enough arguments for format string");
            }
            out.append(one(matcher, value));
        }
        if (next < all.size() && !(argument instanceof Map<?, ?>)) {
            throw new WrongType("not all arguments converted during string formatting");
        }
        return out.append(format.substring(from)).toString();
    }

    private static String one(Matcher matcher, Object value) {
        String precision = matcher.group("precision");
        String text =
                switch (matcher.group("kind").charAt(0)) {
                    case 's' -> precision == null ? Text.str(value) : cut(Text.str(value), Integer.parseInt(precision));
                    case 'r' -> Text.repr(value);
                    case 'd', 'i', 'u' -> {
                        if (!Numbers.isNumber(value)) {
                            throw new WrongType("%d format: a real number is required, not " + Text.typeName(value));
                        }
                        yield Text.str(value instanceof Double number ? Numbers.truncate(number) : Numbers.add(value, 0L));
                    }
                    case 'f', 'F' -> fixed(value, precision == null ? 6 : Integer.parseInt(precision));
                    case 'x' -> Numbers.asBig(value).toString(16);
                    case 'X' -> Numbers.asBig(value).toString(16).toUpperCase(Locale.ROOT);
                    default ->
                        throw TemplateError.value("unsupported format character '" + matcher.group("kind") + "'");
                };
        int width = matcher.group("width").isEmpty() ? 0 : Integer.parseInt(matcher.group("width"));
        String flags = matcher.group("flags");
        if (flags.contains("-")) {
            return text + " ".repeat(Math.max(0, width - text.length()));
        }
        boolean zero = flags.contains("0") && Numbers.isNumber(value);
        return zero ? zeroed(text, width) : " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static String zeroed(String text, int width) {
        String sign = text.startsWith("-") || text.startsWith("+") ? text.substring(0, 1) : "";
        return sign + "0".repeat(Math.max(0, width - text.length())) + text.substring(sign.length());
    }

    private static String fixed(Object value, int digits) {
        if (!Numbers.isNumber(value)) {
            throw new WrongType("must be real number, not " + Text.typeName(value));
        }
        return new BigDecimal(Numbers.asDouble(value))
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** As {@code str.format}: fields by place and by name, with a format each. */
    static String braces(String format, Arguments arguments) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < format.length() && format.charAt(i + 1) == c) {
                out.append(c);
                i++;
            } else if (c == '{') {
                int end = format.indexOf('}', i);
                if (end < 0) {
                    throw TemplateError.value("expected '}' before end of string");
                }
                String field = format.substring(i + 1, end);
                int colon = field.indexOf(':');
                String name = colon < 0 ? field : field.substring(0, colon);
                Object value = name.isEmpty()
                        ? arguments.get(next++, "")
                        : name.matches("\\d+")
                                ? arguments.get(Integer.parseInt(name), "")
                                : arguments.get(Integer.MAX_VALUE, name);
                out.append(colon < 0 ? Text.str(value) : spec(value, field.substring(colon + 1)));
                i = end;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String spec(Object value, String spec) {
        if (value instanceof Moment moment) {
            return Strftime.format(moment, spec);
        }
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            throw TemplateError.value("Invalid format specifier '" + spec + "'");
        }
        String kind = matcher.group("kind") == null ? "" : matcher.group("kind");
        String precision = matcher.group("precision");
        String text =
                switch (kind) {
                    case "f" -> fixed(value, precision == null ? 6 : Integer.parseInt(precision));
                    case "%" -> fixed(Numbers.multiply(value, 100L), precision == null ? 6 : Integer.parseInt(precision)) + "%";
                    case "x" -> Numbers.asBig(value).toString(16);
                    default -> Text.str(value);
                };
        if (matcher.group("comma") != null) {
            text = text.replaceAll("(?<=\\d)(?=(\\d{3})+(?!\\d))(?<!\\.\\d{0,9})", ",");
        }
        int width = matcher.group("width") == null ? 0 : Integer.parseInt(matcher.group("width"));
        boolean number = Numbers.isNumber(value);
        if (matcher.group("zero") != null && number) {
            return zeroed(text, width);
        }
        String fill = matcher.group("fill") == null ? " " : matcher.group("fill");
        String align = matcher.group("align") == null ? (number ? ">" : "<") : matcher.group("align");
        int missing = Math.max(0, width - text.length());
        return switch (align) {
            case ">" -> fill.repeat(missing) + text;
            case "^" -> fill.repeat(missing / 2) + text + fill.repeat(missing - missing / 2);
            default -> text + fill.repeat(missing);
        };
    }
}
