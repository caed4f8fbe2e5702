package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Python literals, as {@code ast.literal_eval} reads them: what a template rendered becomes a number, a list or None where
 * its text is one.
 */
final class Literal {

    private static final Map<String, Object> NAMES = Map.of("None", None.NONE, "True", true, "False", false);

    /** Python reads no brackets deeper within each other. */
    static final int DEEPEST = 200;

    private final String text;
    private int at;
    private int depth;

    private Literal(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** A text that spells no value; thrown within, where texts that look like one at first end up. */
    private static final class NoLiteral extends RuntimeException {
        NoLiteral() {
            super("no literal", null, false, false);
        }
    }

    /** The value that this text spells; null where it spells none. */
    static @Nullable Object parse(String text) {
        int start = 0;
        while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        if (start == text.length() || !canBegin(text, start)) {
            return null;
        }
        if (Numerals.isDigit(text.charAt(start))) {
            int end = NumberLiteral.end(text, start);
            if (end == text.length()) {
                return NumberLiteral.value(text.substring(start));
            }
            if (!NumberLiteral.mayEnd(text, end)) {
                return null;
            }
        }
        try {
            return new Literal(text, start).whole();
        } catch (NoLiteral e) {
            return null;
        }
    }

    /** Most texts are told by their first letters to be no more than text. */
    private static boolean canBegin(String text, int start) {
        return switch (text.charAt(start)) {
            case 'N' -> text.startsWith("None", start);
            case 'T' -> text.startsWith("True", start);
            case 'F' -> text.startsWith("False", start);
            case 's' -> text.startsWith("set()", start);
            case 'r', 'R', 'u', 'U' -> isQuoteNear(text, start);
            case '\'', '"', '[', '(', '{', '+', '-', '.', '\n', '\r' -> true;
            default -> Numerals.isDigit(text.charAt(start));
        };
    }

    private static boolean isQuoteNear(String text, int start) {
        return start + 1 < text.length() && (text.charAt(start + 1) == '\'' || text.charAt(start + 1) == '"');
    }

    private Object whole() {
        blankLines();
        Object value = expressionOrTuple();
        spaces();
        while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
            at++;
            spaces();
        }
        if (at < text.length()) {
            throw new NoLiteral();
        }
        return value;
    }

    /** Empty lines may come first, but what follows them must not be indented. */
    private void blankLines() {
        int line = at;
        boolean first = true;
        while (true) {
            int i = line;
            while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
                i++;
            }
            if (i >= text.length()) {
                throw new NoLiteral();
            }
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                line = i + 1;
                first = false;
            } else if (!first && i > line) {
                throw new NoLiteral();
            } else {
                at = i;
                return;
            }
        }
    }

    private Object expressionOrTuple() {
        Object first = expression();
        spaces();
        if (at >= text.length() || text.charAt(at) != ',') {
            return first;
        }
        List<Object> items = new ArrayList<>(List.of(first));
        while (take(',')) {
            spaces();
            if (at >= text.length() || ")\n\r".indexOf(text.charAt(at)) >= 0) {
                break;
            }
            items.add(expression());
            spaces();
        }
        return new Tuple(items);
    }

    /** White space and comments; within brackets lines may end too. */
    private void spaces() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\f' || (depth > 0 && (c == '\n' || c == '\r'))) {
                at++;
            } else if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                at += 2;
            } else {
                return;
            }
        }
    }

    private boolean take(char c) {
        spaces();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private Object expression() {
        if (depth >= DEEPEST) {
            throw new NoLiteral();
        }
        spaces();
        if (at >= text.length()) {
            throw new NoLiteral();
        }
        char c = text.charAt(at);
        return switch (c) {
            case '[' -> list();
            case '(' -> parenthesized();
            case '{' -> braces();
            case '\'', '"' -> strings();
            case '+', '-' -> signed();
            default -> Numerals.isDigit(c) || c == '.' ? number() : word();
        };
    }

    private Object signed() {
        boolean minus = text.charAt(at++) == '-';
        spaces();
        if (at >= text.length()) {
            throw new NoLiteral();
        }
        char c = text.charAt(at);
        Object value = Numerals.isDigit(c) || c == '.' ? number() : fail();
        return minus ? Numbers.negate(value) : value;
    }

    private static Object fail() {
        throw new NoLiteral();
    }

    private Object word() {
        int from = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            at = from;
            return strings();
        }
        if (word.equals("set") && text.startsWith("()", at)) {
            at += 2;
            return new LinkedHashSet<>();
        }
        Object value = NAMES.get(word);
        return value == null ? fail() : value;
    }

    private Object list() {
        at++;
        depth++;
        List<Object> items = new ArrayList<>();
        while (!take(']')) {
            items.add(expression());
            if (!take(',')) {
                if (!take(']')) {
                    throw new NoLiteral();
                }
                break;
            }
        }
        depth--;
        return items;
    }

    private Object parenthesized() {
        at++;
        depth++;
        if (take(')')) {
            depth--;
            return new Tuple(List.of());
        }
        Object value = expressionOrTuple();
        if (!take(')')) {
            throw new NoLiteral();
        }
        depth--;
        return value;
    }

    private Object braces() {
        at++;
        depth++;
        if (take('}')) {
            depth--;
            return new LinkedHashMap<>();
        }
        Object first = expression();
        Object value;
        if (take(':')) {
            Map<Object, Object> map = new LinkedHashMap<>();
            map.put(hashable(first), expression());
            while (take(',') && !peek('}')) {
                Object key = hashable(expression());
                if (!take(':')) {
                    throw new NoLiteral();
                }
                map.put(key, expression());
            }
            value = map;
        } else {
            Set<Object> set = new LinkedHashSet<>();
            set.add(hashable(first));
            while (take(',') && !peek('}')) {
                set.add(hashable(expression()));
            }
            value = set;
        }
        if (!take('}')) {
            throw new NoLiteral();
        }
        depth--;
        return value;
    }

    private static Object hashable(Object key) {
        if (key instanceof List<?> || key instanceof Map<?, ?> || key instanceof Set<?>) {
            throw new NoLiteral();
        }
        return key;
    }

    private boolean peek(char c) {
        spaces();
        return at < text.length() && text.charAt(at) == c;
    }

    private Object number() {
        int from = at;
        at = NumberLiteral.end(text, from);
        Object value = NumberLiteral.value(text.substring(from, at));
        return value == null ? fail() : value;
    }

    /** One string, or several side by side. */
    private Object strings() {
        StringBuilder value = new StringBuilder();
        do {
            string(value);
            spaces();
        } while (at < text.length() && isStringAhead());
        return value.toString();
    }

    private boolean isStringAhead() {
        int i = at;
        while (i < text.length() && i - at < 2 && "rRuU".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i < text.length() && (text.charAt(i) == '\'' || text.charAt(i) == '"');
    }

    private void string(StringBuilder value) {
        boolean raw = false;
        while (at < text.length() && text.charAt(at) != '\'' && text.charAt(at) != '"') {
            switch (text.charAt(at)) {
                case 'r', 'R' -> raw = true;
                case 'u', 'U' -> {}
                default -> throw new NoLiteral(); // bytes have no place in JSON, and stay text
            }
            at++;
        }
        char quote = text.charAt(at);
        String end = text.startsWith(String.valueOf(quote).repeat(3), at)
                ? String.valueOf(quote).repeat(3)
                : String.valueOf(quote);
        at += end.length();
        while (true) {
            if (at >= text.length()) {
                throw new NoLiteral();
            }
            if (text.startsWith(end, at)) {
                at += end.length();
                return;
            }
            char c = text.charAt(at);
            if (end.length() == 1 && c == '\n') {
                throw new NoLiteral();
            }
            if (c == '\\') {
                if (at + 1 >= text.length()) {
                    throw new NoLiteral();
                }
                if (raw) {
                    value.append(c).append(text.charAt(at + 1));
                    at += 2;
                } else {
                    at = Escapes.read(text, at, value);
                    if (at < 0) {
                        throw new NoLiteral();
                    }
                }
            } else {
                value.append(c);
                at++;
            }
        }
    }
}
