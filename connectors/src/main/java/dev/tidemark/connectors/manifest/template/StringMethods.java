package dev.tidemark.connectors.manifest.template;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The methods of Python's {@code str}. */
final class StringMethods {

    /** A method with its value. */
    private interface Method {
        Object call(String text, Arguments arguments);
    }

    private static final Map<String, Method> METHODS = Map.ofEntries(
            Map.entry("split", Splits::split),
            Map.entry("rsplit", Splits::rsplit),
            Map.entry("splitlines", (t, a) -> Splits.lines(t, a.flag(0, "keepends", false))),
            Map.entry("partition", byPlace(1, Splits::partition)),
            Map.entry("rpartition", byPlace(1, Splits::rpartition)),
            Map.entry("join", byPlace(1, (t, a) -> join(t, a.get(0, "iterable")))),
            Map.entry(
                    "replace",
                    byPlace(3, (t, a) -> replace(t, a.text(0, "old"), a.text(1, "new"), a.integer(2, "count", -1)))),
            Map.entry("strip", byPlace(1, (t, a) -> strip(t, a, true, true))),
            Map.entry("lstrip", byPlace(1, (t, a) -> strip(t, a, true, false))),
            Map.entry("rstrip", byPlace(1, (t, a) -> strip(t, a, false, true))),
            Map.entry("removeprefix", byPlace(1, (t, a) -> withoutPrefix(t, a.text(0, "prefix")))),
            Map.entry("removesuffix", byPlace(1, (t, a) -> withoutSuffix(t, a.text(0, "suffix")))),
            Map.entry("lower", byPlace(0, (t, a) -> t.toLowerCase(Locale.ROOT))),
            Map.entry(
                    "casefold", byPlace(0, (t, a) -> t.toLowerCase(Locale.ROOT).replace("ß", "ss"))),
            Map.entry("upper", byPlace(0, (t, a) -> t.toUpperCase(Locale.ROOT))),
            Map.entry("title", byPlace(0, (t, a) -> title(t))),
            Map.entry("capitalize", byPlace(0, (t, a) -> capitalize(t))),
            Map.entry("swapcase", byPlace(0, (t, a) -> swapcase(t))),
            Map.entry("startswith", byPlace(3, (t, a) -> Searches.any(t, a, String::startsWith))),
            Map.entry("endswith", byPlace(3, (t, a) -> Searches.any(t, a, String::endsWith))),
            Map.entry("find", byPlace(3, (t, a) -> Searches.find(t, a, String::indexOf))),
            Map.entry("rfind", byPlace(3, (t, a) -> Searches.find(t, a, String::lastIndexOf))),
            Map.entry("index", byPlace(3, (t, a) -> Searches.index(t, a, String::indexOf))),
            Map.entry("rindex", byPlace(3, (t, a) -> Searches.index(t, a, String::lastIndexOf))),
            Map.entry("count", byPlace(3, Searches::count)),
            Map.entry("format", BraceFormat::format),
            Map.entry("format_map", byPlace(1, (t, a) -> BraceFormat.formatMap(t, a.get(0, "mapping"), a.work()))),
            Map.entry("zfill", byPlace(1, (t, a) -> NumberFormat.zeroed(t, Work.width(a.integer(0, "width"))))),
            Map.entry("ljust", byPlace(2, (t, a) -> t + fill(a, missing(t, a)))),
            Map.entry("rjust", byPlace(2, (t, a) -> fill(a, missing(t, a)) + t)),
            Map.entry("center", byPlace(2, StringMethods::center)),
            Map.entry("expandtabs", (t, a) -> expanded(t, Work.width(a.integer(0, "tabsize", 8)))),
            Map.entry("translate", byPlace(1, (t, a) -> translated(t, a.get(0, "table")))),
            Map.entry("maketrans", byPlace(2, (t, a) -> table(a.text(0, "x"), a.text(1, "y")))),
            Map.entry("encode", StringMethods::encoded),
            Map.entry("isdigit", byPlace(0, (t, a) -> all(t, StringMethods::isDigit))),
            Map.entry("isdecimal", byPlace(0, (t, a) -> all(t, Character::isDigit))),
            Map.entry("isnumeric", byPlace(0, (t, a) -> all(t, StringMethods::isNumeric))),
            Map.entry("isalpha", byPlace(0, (t, a) -> all(t, Character::isLetter))),
            Map.entry("isalnum", byPlace(0, (t, a) -> all(t, c -> Character.isLetter(c) || isNumeric(c)))),
            Map.entry("isspace", byPlace(0, (t, a) -> all(t, Whitespace::is))),
            Map.entry("isascii", byPlace(0, (t, a) -> t.codePoints().allMatch(c -> c < 0x80))),
            Map.entry("isprintable", byPlace(0, (t, a) -> t.codePoints().allMatch(Repr::isPrintable))),
            Map.entry("isidentifier", byPlace(0, (t, a) -> isIdentifier(t))),
            Map.entry("islower", byPlace(0, (t, a) -> isLower(t))),
            Map.entry("isupper", byPlace(0, (t, a) -> isUpper(t))),
            Map.entry("istitle", byPlace(0, (t, a) -> isCased(t) && t.equals(title(t)))));

    private StringMethods() {}

    static Optional<Object> find(String text, String name) {
        Method method = METHODS.get(name);
        return method == null ? Optional.empty() : Optional.of((Function) a -> method.call(text, a));
    }

    private static Method byPlace(int most, Method method) {
        return (text, a) -> method.call(text, a.byPlace(most));
    }

    static String join(String separator, Object items) {
        List<Object> all = Values.items(items);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            if (!(all.get(i) instanceof String text)) {
                throw new WrongType(
                        "sequence item " + i + ": expected str instance, " + Text.typeName(all.get(i)) + " found");
            }
            out.append(i == 0 ? "" : separator).append(text);
            Work.chars(out.length());
        }
        return out.toString();
    }

    /** @param most how often at most; any number where negative */
    static String replace(String text, String old, String fresh, int most) {
        int limit = most < 0 ? Integer.MAX_VALUE : most;
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        int done = 0;
        int place = text.indexOf(old);
        while (place >= 0 && done < limit) {
            out.append(text, from, place).append(fresh);
            Work.chars(out.length());
            done++;
            from = place + old.length();
            if (old.isEmpty()) {
                if (place >= text.length()) {
                    break;
                }
                int next = text.offsetByCodePoints(place, 1);
                out.append(text, place, next);
                from = next;
            }
            place = text.indexOf(old, from);
        }
        return out.append(text, from, text.length()).toString();
    }

    static String strip(String text, Arguments a, boolean left, boolean right) {
        Object given = a.get(0, "chars", None.NONE);
        if (given == None.NONE && left && right) {
            return Whitespace.strip(text);
        }
        String chars = given == None.NONE ? "" : a.text(0, "chars");
        IntPredicate out = given == None.NONE ? Whitespace::is : c -> chars.indexOf(c) >= 0;
        int from = 0;
        int to = text.length();
        while (left && from < to && out.test(text.codePointAt(from))) {
            from = text.offsetByCodePoints(from, 1);
        }
        while (right && to > from && out.test(text.codePointBefore(to))) {
            to = text.offsetByCodePoints(to, -1);
        }
        return text.substring(from, to);
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return out.toString();
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int second = text.offsetByCodePoints(0, 1);
        int first = Character.toTitleCase(text.codePointAt(0));
        return Character.toString(first) + text.substring(second).toLowerCase(Locale.ROOT);
    }

    private static String swapcase(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> out.appendCodePoint(
                        Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c)));
        return out.toString();
    }

    private static int missing(String text, Arguments a) {
        return Work.width(Math.max(0, a.integer(0, "width") - text.codePointCount(0, text.length())));
    }

    private static String fill(Arguments a, int width) {
        String fill = a.text(1, "fillchar", " ");
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw new WrongType("The fill character must be exactly one character long");
        }
        return fill.repeat(width);
    }

    private static String center(String text, Arguments a) {
        int missing = missing(text, a);
        // Where it does not come out even, as Python has it.
        int left = missing / 2 + (missing & a.integer(0, "width") & 1);
        return fill(a, left) + text + fill(a, missing - left);
    }

    private static String expanded(String text, int size) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                int blanks = size == 0 ? 0 : size - column % size;
                out.repeat(' ', blanks);
                column += blanks;
            } else {
                out.append(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
            Work.chars(out.length());
        }
        return out.toString();
    }

    private static String translated(String text, Object table) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            Object to = Lookups.item(table, (long) c);
            switch (to) {
                case Undefined nothing -> out.appendCodePoint(c);
                case None none -> {}
                case String replacement -> out.append(replacement);
                default -> out.append(NumberFormat.character(to));
            }
            Work.chars(out.length());
        });
        return out.toString();
    }

    private static Object table(String from, String to) {
        int[] keys = from.codePoints().toArray();
        int[] values = to.codePoints().toArray();
        if (keys.length != values.length) {
            throw TemplateError.value("the first two maketrans arguments must have equal length");
        }
        Map<Object, Object> table = new LinkedHashMap<>();
        for (int i = 0; i < keys.length; i++) {
            table.put((long) keys[i], (long) values[i]);
        }
        return table;
    }

    private static Object encoded(String text, Arguments a) {
        Charset charset =
                switch (a.text(0, "encoding", "utf-8").toLowerCase(Locale.ROOT).replace('_', '-')) {
                    case "utf-8", "utf8" -> StandardCharsets.UTF_8;
                    case "ascii", "us-ascii" -> StandardCharsets.US_ASCII;
                    case "latin-1", "latin1", "iso-8859-1" -> StandardCharsets.ISO_8859_1;
                    default -> throw new TemplateError("LookupError", "unknown encoding: " + a.text(0, "encoding"));
                };
        return new Bytes(Encodings.encode(text, charset));
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    private static boolean isDigit(int c) {
        return Character.isDigit(c) || "²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉".indexOf(c) >= 0;
    }

    private static boolean isNumeric(int c) {
        return isDigit(c)
                || Character.getType(c) == Character.OTHER_NUMBER
                || Character.getType(c) == Character.LETTER_NUMBER;
    }

    private static boolean isCased(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    static boolean isLower(String text) {
        return isCased(text) && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    static boolean isUpper(String text) {
        return isCased(text) && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    private static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && (text.startsWith("_") || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
                && text.codePoints().allMatch(Character::isUnicodeIdentifierPart);
    }
}
