package dev.tidemark.connectors.manifest.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** The methods of Python's {@code str}. */
final class StringMethods {

    private StringMethods() {}

    static Optional<Object> find(String text, String name) {
        Function method =
                switch (name) {
                    case "split" -> a -> split(text, a.get(0, "sep", None.NONE), a.integer(1, "maxsplit", -1));
                    case "rsplit" -> a -> rsplit(text, a.get(0, "sep", None.NONE), a.integer(1, "maxsplit", -1));
                    case "splitlines" -> a -> new ArrayList<Object>(text.lines().toList());
                    case "join" -> a -> join(text, a.get(0, "iterable"));
                    case "replace" ->
                        a -> replace(text, a.text(0, "old"), a.text(1, "new"), a.integer(2, "count", -1));
                    case "strip" -> a -> strip(text, a, true, true);
                    case "lstrip" -> a -> strip(text, a, true, false);
                    case "rstrip" -> a -> strip(text, a, false, true);
                    case "removeprefix" ->
                        a -> text.startsWith(a.text(0, "prefix"))
                                ? text.substring(a.text(0, "prefix").length())
                                : text;
                    case "removesuffix" ->
                        a -> text.endsWith(a.text(0, "suffix"))
                                ? text.substring(0, text.length() - a.text(0, "suffix").length())
                                : text;
                    case "lower", "casefold" -> a -> text.toLowerCase(Locale.ROOT);
                    case "upper" -> a -> text.toUpperCase(Locale.ROOT);
                    case "title" -> a -> title(text);
                    case "capitalize" -> a -> capitalize(text);
                    case "swapcase" -> a -> swapcase(text);
                    case "startswith" -> a -> any(a.get(0, "prefix"), text::startsWith);
                    case "endswith" -> a -> any(a.get(0, "suffix"), text::endsWith);
                    case "find" -> a -> (long) text.indexOf(a.text(0, "sub"), a.integer(1, "start", 0));
                    case "rfind" -> a -> (long) text.lastIndexOf(a.text(0, "sub"));
                    case "index" -> a -> index(text.indexOf(a.text(0, "sub")));
                    case "rindex" -> a -> index(text.lastIndexOf(a.text(0, "sub")));
                    case "count" -> a -> (long) (text.split(java.util.regex.Pattern.quote(a.text(0, "sub")), -1).length - 1);
                    case "format" -> a -> Formats.braces(text, a);
                    case "zfill" -> a -> zfill(text, a.integer(0, "width", 0));
                    case "ljust" -> a -> text + fill(text, a);
                    case "rjust" -> a -> fill(text, a) + text;
                    case "center" -> a -> {
                        String fill = fill(text, a);
                        return fill.substring(0, fill.length() / 2) + text + fill.substring(fill.length() / 2);
                    };
                    case "partition" -> a -> partition(text, a.text(0, "sep"), text.indexOf(a.text(0, "sep")), false);
                    case "rpartition" ->
                        a -> partition(text, a.text(0, "sep"), text.lastIndexOf(a.text(0, "sep")), true);
                    case "isdigit", "isdecimal", "isnumeric" -> a -> all(text, Character::isDigit);
                    case "isalpha" -> a -> all(text, Character::isLetter);
                    case "isalnum" -> a -> all(text, Character::isLetterOrDigit);
                    case "isspace" -> a -> all(text, Character::isWhitespace);
                    case "islower" -> a -> text.equals(text.toLowerCase(Locale.ROOT)) && text.codePoints().anyMatch(Character::isLetter);
                    case "isupper" -> a -> text.equals(text.toUpperCase(Locale.ROOT)) && text.codePoints().anyMatch(Character::isLetter);
                    case "encode" -> a -> new Bytes(text.getBytes(StandardCharsets.UTF_8));
                    default -> null;
                };
        return Optional.ofNullable(method);
    }

    private static Object index(int place) {
        if (place < 0) {
            throw TemplateError.value("substring not found");
        }
        return (long) place;
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    private static boolean any(Object given, java.util.function.Predicate<String> test) {
        return given instanceof Tuple tuple
                ? tuple.items().stream().anyMatch(i -> test.test(Text.str(i)))
                : test.test(new Arguments(List.of(given), java.util.Map.of()).text(0, "prefix"));
    }

    static String join(String separator, Object items) {
        List<Object> all = Values.items(items);
        for (int i = 0; i < all.size(); i++) {
            if (!(all.get(i) instanceof String)) {
                throw new WrongType("sequence item " + i + ": expected str instance, " + Text.typeName(all.get(i)) + " found");
            }
        }
        return all.stream().map(i -> (String) i).collect(Collectors.joining(separator));
    }

    private static List<Object> split(String text, Object separator, int most) {
        List<Object> parts = new ArrayList<>();
        if (separator == None.NONE) {
            String rest = text.stripLeading();
            while (!rest.isEmpty()) {
                int end = 0;
                while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
                    end++;
                }
                if (most >= 0 && parts.size() == most) {
                    parts.add(rest.stripTrailing());
                    return parts;
                }
                parts.add(rest.substring(0, end));
                rest = rest.substring(end).stripLeading();
            }
            return parts;
        }
        String by = separator(separator);
        int from = 0;
        int place = text.indexOf(by);
        while (place >= 0 && (most < 0 || parts.size() < most)) {
            parts.add(text.substring(from, place));
            from = place + by.length();
            place = text.indexOf(by, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String separator(Object given) {
        if (!(given instanceof String by)) {
            throw new WrongType("must be str or None, not " + Text.typeName(given));
        }
        if (by.isEmpty()) {
            throw TemplateError.value("empty separator");
        }
        return by;
    }

    private static List<Object> rsplit(String text, Object separator, int most) {
        if (most < 0 || separator == None.NONE) {
            return split(text, separator, most);
        }
        String by = separator(separator);
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        int place = text.lastIndexOf(by);
        while (place >= 0 && parts.size() < most) {
            parts.addFirst(text.substring(place + by.length(), to));
            to = place;
            place = place == 0 ? -1 : text.lastIndexOf(by, place - by.length());
        }
        parts.addFirst(text.substring(0, to));
        return parts;
    }

    private static String replace(String text, String old, String fresh, int most) {
        if (most < 0) {
            return text.replace(old, fresh);
        }
        String rest = text;
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < most && rest.contains(old) && !old.isEmpty(); i++) {
            int place = rest.indexOf(old);
            out.append(rest, 0, place).append(fresh);
            rest = rest.substring(place + old.length());
        }
        return out.append(rest).toString();
    }

    private static String strip(String text, Arguments a, boolean left, boolean right) {
        Object given = a.get(0, "chars", None.NONE);
        IntPredicate out = given == None.NONE ? Character::isWhitespace : c -> Text.str(given).indexOf(c) >= 0;
        int from = 0;
        int to = text.length();
        while (left && from < to && out.test(text.charAt(from))) {
            from++;
        }
        while (right && to > from && out.test(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (char c : text.toCharArray()) {
            out.append(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return out.toString();
    }

    static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String swapcase(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
        return out.toString();
    }

    private static String zfill(String text, int width) {
        String sign = text.startsWith("-") || text.startsWith("+") ? text.substring(0, 1) : "";
        return sign + "0".repeat(Math.max(0, width - text.length())) + text.substring(sign.length());
    }

    private static String fill(String text, Arguments a) {
        return a.text(1, "fillchar", " ").repeat(Math.max(0, a.integer(0, "width", 0) - text.length()));
    }

    private static Tuple partition(String text, String by, int place, boolean fromRight) {
        if (place < 0) {
            return new Tuple(fromRight ? List.of("", "", text) : List.of(text, "", ""));
        }
        return new Tuple(List.of(text.substring(0, place), by, text.substring(place + by.length())));
    }
}
