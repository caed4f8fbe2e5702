package dev.tidemark.connectors.manifest.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Filters that make a text of any value. */
final class TextFilters {

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern TITLE_BREAK =
            Pattern.compile("(?<=[-\\s({\\[<])(?![-\\s({\\[<])|(?<![-\\s({\\[<])(?=[-\\s({\\[<])");
    private static final int LEEWAY = 5;

    static final Map<String, Filter> FILTERS = Map.ofEntries(
            Map.entry("string", (v, a) -> v instanceof String ? v : "\"\"\"" + Json.write(v) + "\"\"\""),
            Map.entry("lower", (v, a) -> Text.str(v).toLowerCase(Locale.ROOT)),
            Map.entry("upper", (v, a) -> Text.str(v).toUpperCase(Locale.ROOT)),
            Map.entry("capitalize", (v, a) -> StringMethods.capitalize(Text.str(v))),
            Map.entry("title", (v, a) -> title(Text.str(v))),
            Map.entry("trim", (v, a) -> StringMethods.strip(Text.str(v), a, true, true)),
            Map.entry("replace", (v, a) -> replace(Text.str(v), a)),
            Map.entry("format", TextFilters::format),
            Map.entry("wordcount", (v, a) -> WORD.matcher(Text.str(v)).results().count()),
            Map.entry("wordwrap", (v, a) -> wrapped(lines(v), a)),
            Map.entry("truncate", TextFilters::truncated),
            Map.entry("indent", (v, a) -> indented(lines(v), a)),
            Map.entry("center", (v, a) -> centered(Text.str(v), Work.width(a.integer(0, "width", 80)))),
            Map.entry("pprint", (v, a) -> Text.repr(v)),
            Map.entry("filesizeformat", TextFilters::fileSize),
            Map.entry("regex_search", Regexes::search));

    private TextFilters() {}

    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (String part : TITLE_BREAK.split(text, -1)) {
            out.append(StringMethods.capitalize(part));
        }
        return out.toString();
    }

    private static String replace(String text, Arguments a) {
        String old = Text.str(a.get(0, "old"));
        return StringMethods.replace(text, old, Text.str(a.get(1, "new")), a.integer(2, "count", -1));
    }

    private static Object format(Object value, Arguments a) {
        if (a.count() > 0 && !a.named().isEmpty()) {
            throw new TemplateError(
                    "FilterArgumentError", "can't handle positional and keyword arguments at the same time");
        }
        return PercentFormat.format(Text.str(value), a.named().isEmpty() ? new Tuple(a.positional()) : a.named());
    }

    /** A text, of which the lines are asked. */
    private static String lines(Object value) {
        Undefined.refuse(value);
        if (value instanceof String text) {
            return text;
        }
        throw value instanceof List
                ? TemplateError.noAttribute(value, "splitlines")
                : new WrongType("a text was expected, not " + Text.typeName(value));
    }

    private static Object truncated(Object value, Arguments a) {
        int length = a.integer(0, "length", 255);
        String end = a.text(2, "end", "...");
        int leeway = a.integer(3, "leeway", LEEWAY);
        if (length < end.length() || leeway < 0) {
            throw new TemplateError("AssertionError", "expected length >= " + end.length() + ", got " + length);
        }
        if (Values.length(value) <= (long) length + leeway) {
            return value;
        }
        if (!(value instanceof String text)) {
            throw new WrongType("a text was expected, not " + Text.typeName(value));
        }
        String kept = text.substring(0, text.offsetByCodePoints(0, length - end.codePointCount(0, end.length())));
        int blank = kept.lastIndexOf(' ');
        return (a.flag(1, "killwords", false) || blank < 0 ? kept : kept.substring(0, blank)) + end;
    }

    private static String indented(String text, Arguments a) {
        Object width = a.get(0, "width", 4L);
        String indent =
                width instanceof String given ? given : " ".repeat(Math.max(0, Work.width(a.integer(0, "width", 4))));
        boolean blankToo = a.flag(2, "blank", false);
        StringBuilder out = new StringBuilder(a.flag(1, "first", false) ? indent : "");
        List<?> lines = (List<?>) Splits.lines(text + "\n", false);
        for (int i = 0; i < lines.size(); i++) {
            String line = (String) lines.get(i);
            out.append(i == 0 ? "" : "\n")
                    .append(i == 0 || (line.isEmpty() && !blankToo) ? "" : indent)
                    .append(line);
            Work.chars(out.length());
        }
        return out.toString();
    }

    private static String centered(String text, int width) {
        int missing = Math.max(0, width - text.codePointCount(0, text.length()));
        int left = missing / 2 + (missing & width & 1);
        return " ".repeat(left) + text + " ".repeat(missing - left);
    }

    private static String wrapped(String text, Arguments a) {
        int width = a.integer(0, "width", 79);
        if (width <= 0) {
            throw TemplateError.value("invalid width " + width + " (must be > 0)");
        }
        boolean breaksWords = a.flag(1, "break_long_words", true);
        String wrap = a.text(2, "wrapstring", "\n");
        StringBuilder out = new StringBuilder();
        for (Object line : (List<?>) Splits.lines(text, false)) {
            out.append(out.isEmpty() ? "" : wrap);
            wrapped((String) line, width, breaksWords, wrap, out);
        }
        return out.toString();
    }

    private static void wrapped(String line, int width, boolean breaksWords, String wrap, StringBuilder out) {
        String rest = line;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int cut = blank > 0 ? blank : breaksWords ? width : rest.indexOf(' ');
            if (cut <= 0) {
                break;
            }
            out.append(rest.substring(0, cut).stripTrailing()).append(wrap);
            Work.chars(out.length());
            rest = rest.substring(cut).stripLeading();
        }
        out.append(rest);
    }

    private static Object fileSize(Object value, Arguments a) {
        boolean binary = a.flag(0, "binary", false);
        double bytes = value instanceof String text
                ? Numerals.decimal(text)
                        .orElseThrow(() -> TemplateError.value("could not convert string to float: " + Text.repr(text)))
                : Numbers.asDouble(value);
        int base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return "1 Byte";
        }
        if (bytes < base) {
            return (long) bytes + " Bytes";
        }
        double unit = base;
        String letters = "kMGTPEZY";
        int power = 0;
        while (power + 1 < letters.length() && bytes >= unit * base) {
            unit *= base;
            power++;
        }
        String letter = binary
                ? letters.substring(power, power + 1).toUpperCase(Locale.ROOT) + "i"
                : letters.substring(power, power + 1);
        return NumberFormat.real(bytes / unit, 'f', 1) + " " + letter + "B";
    }
}
