package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.List;

/** Texts cut into parts. */
final class Splits {

    private Splits() {}

    static Object split(String text, Arguments a) {
        Object separator = a.get(0, "sep", None.NONE);
        int most = a.integer(1, "maxsplit", -1);
        return separator == None.NONE ? words(text, most) : split(text, separator(separator), most);
    }

    static Object rsplit(String text, Arguments a) {
        Object separator = a.get(0, "sep", None.NONE);
        int most = a.integer(1, "maxsplit", -1);
        return separator == None.NONE ? lastWords(text, most) : rsplit(text, separator(separator), most);
    }

    private static void add(List<Object> parts, String part) {
        Work.items(parts.size() + 1L);
        parts.add(part);
    }

    private static List<Object> words(String text, int most) {
        List<Object> parts = new ArrayList<>();
        int at = skip(text, 0, true);
        while (at < text.length()) {
            if (parts.size() == most) {
                add(parts, text.substring(at, skipBack(text, text.length(), true)));
                return parts;
            }
            int end = skip(text, at, false);
            add(parts, text.substring(at, end));
            at = skip(text, end, true);
        }
        return parts;
    }

    private static List<Object> lastWords(String text, int most) {
        List<Object> parts = new ArrayList<>();
        int at = skipBack(text, text.length(), true);
        while (at > 0) {
            if (parts.size() == most) {
                add(parts, text.substring(skip(text, 0, true), at));
                break;
            }
            int begin = skipBack(text, at, false);
            add(parts, text.substring(begin, at));
            at = skipBack(text, begin, true);
        }
        return parts.reversed();
    }

    private static int skip(String text, int from, boolean blanks) {
        int at = from;
        while (at < text.length() && Whitespace.is(text.charAt(at)) == blanks) {
            at++;
        }
        return at;
    }

    private static int skipBack(String text, int from, boolean blanks) {
        int at = from;
        while (at > 0 && Whitespace.is(text.charAt(at - 1)) == blanks) {
            at--;
        }
        return at;
    }

    /** @param most how often it is cut at most; any number where negative */
    static List<Object> split(String text, String by, int most) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        int place = text.indexOf(by);
        while (place >= 0 && (most < 0 || parts.size() < most)) {
            add(parts, text.substring(from, place));
            from = place + by.length();
            place = text.indexOf(by, from);
        }
        add(parts, text.substring(from));
        return parts;
    }

    private static List<Object> rsplit(String text, String by, int most) {
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        int place = text.lastIndexOf(by);
        while (place >= 0 && (most < 0 || parts.size() < most)) {
            add(parts, text.substring(place + by.length(), to));
            to = place;
            place = to < by.length() ? -1 : text.lastIndexOf(by, to - by.length());
        }
        add(parts, text.substring(0, to));
        return parts.reversed();
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

    static Object lines(String text, boolean withEnds) {
        List<Object> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if ("\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(text.charAt(i)) >= 0) {
                int end = text.startsWith("\r\n", i) ? i + 2 : i + 1;
                add(lines, text.substring(from, withEnds ? end : i));
                from = end;
                i = end - 1;
            }
        }
        if (from < text.length()) {
            add(lines, text.substring(from));
        }
        return lines;
    }

    static Object partition(String text, Arguments a) {
        String by = separator(a.text(0, "sep"));
        int place = text.indexOf(by);
        return new Tuple(place < 0 ? List.of(text, "", "") : around(text, place, by));
    }

    static Object rpartition(String text, Arguments a) {
        String by = separator(a.text(0, "sep"));
        int place = text.lastIndexOf(by);
        return new Tuple(place < 0 ? List.of("", "", text) : around(text, place, by));
    }

    private static List<Object> around(String text, int place, String by) {
        return List.of(text.substring(0, place), by, text.substring(place + by.length()));
    }
}
