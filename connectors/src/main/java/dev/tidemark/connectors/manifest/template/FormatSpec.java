package dev.tidemark.connectors.manifest.template;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's format specifications: {@code [[fill]align][sign][#][0][width][grouping][.precision][type]}. */
final class FormatSpec {

    private static final Pattern SPEC = Pattern.compile(
            "(?:(?<fill>.)?(?<align>[<>^=]))?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?(?<width>\\d{1,9})?"
                    + "(?<grouping>[,_])?(?:\\.(?<precision>\\d{1,9}))?(?<kind>[a-zA-Z%])?",
            Pattern.DOTALL);

    private final Matcher spec;
    private final String kind;
    private final int precision;

    private FormatSpec(Matcher spec) {
        this.spec = spec;
        this.kind = spec.group("kind") == null ? "" : spec.group("kind");
        this.precision = spec.group("precision") == null ? -1 : Work.width(Long.parseLong(spec.group("precision")));
    }

    static String format(Object value, String spec) {
        if (spec.isEmpty()) {
            return Text.str(value);
        }
        if (value instanceof Moment moment) {
            return Strftime.format(moment, spec);
        }
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            throw TemplateError.value("Invalid format specifier " + Text.repr(spec));
        }
        return new FormatSpec(matcher).text(value);
    }

    private String text(Object value) {
        if (value instanceof String text) {
            if (!kind.isEmpty() && !kind.equals("s")) {
                throw unknown(value);
            }
            return aligned(precision < 0 || text.length() <= precision ? text : text.substring(0, precision), "<");
        }
        if (!Numbers.isNumber(value) || (value instanceof Boolean && kind.isEmpty())) {
            throw new WrongType("unsupported format string passed to " + Text.typeName(value) + ".__format__");
        }
        String text = grouped(number(value));
        if (!text.startsWith("-")) {
            String sign = spec.group("sign") == null ? "" : spec.group("sign");
            text = (sign.equals("-") ? "" : sign) + text;
        }
        int width = width();
        return spec.group("zero") != null && spec.group("align") == null
                ? NumberFormat.zeroed(text, width)
                : aligned(text, ">");
    }

    private TemplateError unknown(Object value) {
        return TemplateError.value(
                "Unknown format code '" + kind + "' for object of type '" + Text.typeName(value) + "'");
    }

    private String number(Object value) {
        boolean alternate = spec.group("alternate") != null;
        return switch (kind) {
            case "d", "n", "" -> {
                if (value instanceof Double number) {
                    yield kind.isEmpty() ? shortest(number) : real(number, "n", 'g');
                }
                yield Text.str(Numbers.add(value, 0L));
            }
            case "b" -> NumberFormat.based(value, 2, alternate ? "0b" : "");
            case "o" -> NumberFormat.based(value, 8, alternate ? "0o" : "");
            case "x" -> NumberFormat.based(value, 16, alternate ? "0x" : "");
            case "X" -> NumberFormat.based(value, 16, alternate ? "0x" : "").toUpperCase(Locale.ROOT);
            case "c" -> NumberFormat.character(value);
            case "f", "F", "e", "g" -> NumberFormat.real(Numbers.asDouble(value), lower(), digits());
            case "E", "G" ->
                NumberFormat.real(Numbers.asDouble(value), lower(), digits()).toUpperCase(Locale.ROOT);
            case "%" -> NumberFormat.real(Numbers.asDouble(value) * 100, 'f', digits()) + "%";
            default -> throw unknown(value);
        };
    }

    private String real(double number, String only, char as) {
        if (!kind.equals(only)) {
            throw unknown(number);
        }
        return NumberFormat.real(number, as, digits());
    }

    private String shortest(double number) {
        return precision < 0 ? Text.number(number) : NumberFormat.real(number, 'g', precision);
    }

    private char lower() {
        return kind.toLowerCase(Locale.ROOT).charAt(0);
    }

    private int digits() {
        return precision < 0 ? 6 : precision;
    }

    private String grouped(String text) {
        String separator = spec.group("grouping");
        if (separator == null) {
            return text;
        }
        int from = text.startsWith("-") ? 1 : 0;
        int end = from;
        while (end < text.length() && Numerals.isDigit(text.charAt(end))) {
            end++;
        }
        StringBuilder out = new StringBuilder(text);
        for (int i = end - 3; i > from; i -= 3) {
            out.insert(i, separator);
        }
        return out.toString();
    }

    private int width() {
        return spec.group("width") == null ? 0 : Work.width(Long.parseLong(spec.group("width")));
    }

    private String aligned(String text, String usual) {
        String fill = spec.group("fill") == null ? (spec.group("zero") == null ? " " : "0") : spec.group("fill");
        String align = spec.group("align") == null ? usual : spec.group("align");
        int missing = Math.max(0, width() - text.codePointCount(0, text.length()));
        return switch (align) {
            case ">" -> fill.repeat(missing) + text;
            case "^" -> fill.repeat(missing / 2) + text + fill.repeat(missing - missing / 2);
            case "=" -> {
                int sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
                yield text.substring(0, sign) + fill.repeat(missing) + text.substring(sign);
            }
            default -> text + fill.repeat(missing);
        };
    }
}
