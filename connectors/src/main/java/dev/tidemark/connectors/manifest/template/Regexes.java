package dev.tidemark.connectors.manifest.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Python's regular expressions, searched for with Java's. */
final class Regexes {

    /** How many characters one search may look at: bad expressions go back and forth for ever. */
    private static final int MOST_LOOKS = 20_000_000;

    /** Expressions may come from records, so that not each of them is kept. */
    private static final int MOST_KEPT = 1_000;

    private static final Map<String, Pattern> KEPT = new ConcurrentHashMap<>();

    private final String python;
    private final StringBuilder java = new StringBuilder();
    private final Map<String, String> groups = new LinkedHashMap<>();
    private int at;

    private Regexes(String python) {
        this.python = python;
    }

    /** {@code value | regex_search(regex)}: the first group of the first match, else the empty text. */
    static Object search(Object value, Arguments a) {
        Pattern pattern = compiled(a.text(0, "regex"));
        if (!(value instanceof String text)) {
            throw new WrongType("expected string or bytes-like object, got " + Text.typeName(value));
        }
        Matcher matcher = pattern.matcher(new Watched(text));
        if (!matcher.find() || matcher.groupCount() == 0) {
            return "";
        }
        return matcher.group(1) == null ? None.NONE : matcher.group(1);
    }

    private static Pattern compiled(String regex) {
        Pattern known = KEPT.get(regex);
        if (known != null) {
            return known;
        }
        try {
            Pattern pattern = Pattern.compile(
                    new Regexes(regex).translated(), Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES);
            if (KEPT.size() < MOST_KEPT) {
                KEPT.put(regex, pattern);
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new TemplateError("error", e.getDescription() + " in the regular expression " + Text.repr(regex));
        }
    }

    private String translated() {
        while (at < python.length()) {
            char c = python.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '{' -> brace();
                case '(' -> group();
                case '}' -> literal(c);
                default -> {
                    java.append(c);
                    at++;
                }
            }
        }
        return java.toString();
    }

    private void literal(char c) {
        java.append('\\').append(c);
        at++;
    }

    private void escape() {
        if (python.startsWith("\\Z", at)) {
            java.append("\\z");
            at += 2;
        } else {
            java.append(python, at, Math.min(at + 2, python.length()));
            at += 2;
        }
    }

    /** Within a class Java joins and cuts classes, which Python does not. */
    private void characterClass() {
        java.append('[');
        at++;
        if (at < python.length() && python.charAt(at) == '^') {
            java.append('^');
            at++;
        }
        boolean first = true;
        while (at < python.length() && (first || python.charAt(at) != ']')) {
            first = false;
            char c = python.charAt(at);
            if (c == '\\') {
                escape();
            } else if ("[]&~|".indexOf(c) >= 0) {
                literal(c);
            } else {
                java.append(c);
                at++;
            }
        }
    }

    private void brace() {
        int end = python.indexOf('}', at);
        String inner = end < 0 ? "" : python.substring(at + 1, end);
        if (inner.matches("\\d+(,\\d*)?")) {
            java.append('{').append(inner).append('}');
            at = end + 1;
        } else if (inner.matches(",\\d+")) {
            java.append("{0").append(inner).append('}');
            at = end + 1;
        } else {
            literal('{');
        }
    }

    /** Java's names of groups are letters and digits only. */
    private void group() {
        if (python.startsWith("(?P<", at) && python.indexOf('>', at) > 0) {
            int end = python.indexOf('>', at);
            java.append("(?<").append(groupName(python.substring(at + 4, end))).append('>');
            at = end + 1;
        } else if (python.startsWith("(?P=", at) && python.indexOf(')', at) > 0) {
            int end = python.indexOf(')', at);
            java.append("\\k<").append(groupName(python.substring(at + 4, end))).append('>');
            at = end + 1;
        } else {
            java.append('(');
            at++;
        }
    }

    private String groupName(String name) {
        return groups.computeIfAbsent(name, n -> "group" + groups.size());
    }

    /** A text that counts how often it is looked at. */
    private static final class Watched implements CharSequence {

        private final String text;
        private int looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TemplateError("LimitError", "a regular expression goes back and forth for too long");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
