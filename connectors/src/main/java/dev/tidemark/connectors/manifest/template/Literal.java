package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Python literals, as {@code ast.literal_eval} reads them: what a template rendered becomes a number, a list or None where
 * its text is one.
 */
final class Literal {

    private static final Map<String, Object> NAMES = Map.of("None", None.NONE, "True", true, "False", false);

    private final String text;
    private int at;
    private int depth;

    private Literal(String text, int at) {
        this.text = text;
        this.at = at;
    }

    private static final class NoLiteral extends RuntimeException {
        private static final NoLiteral IT = new NoLiteral();

        private NoLiteral() {
            super("no literal", null, false, false);
        }
    }

    /** The value that this text spells, if it spells one. */
    static Optional<Object> parse(String text) {
        int start = 0;
        while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        if (start == text.length() || !canBegin(text.charAt(start))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Literal(text, start).whole());
        } catch (NoLiteral e) {
            return Optional.empty();
        }
    }

    private static boolean canBegin(char c) {
        return switch (c) {
            case 'N', 'T', 'F', 'r', 'R', 'u', 'U', 'b', 'B', '\'', '"', '[', '(', '{', '+', '-', '.', '\n', '\r', 's' ->
                true;
            default -> c >= '0' && c <= '9';
        };
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
            throw NoLiteral.IT;
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
                throw NoLiteral.IT;
            }
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                line = i + 1;
                first = false;
            } else if (!first && i > line) {
                throw NoLiteral.IT;
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
        spaces();
        if (at >= text.length()) {
            throw NoLiteral.IT;
        }
        char c = text.charAt(at);
        return switch (c) {
            case '[' -> list();
            case '(' -> parenthesized();
            case '{' -> braces();
            case '\'', '"' -> strings();
            case '+', '-' -> signed();
            default -> Character.isDigit(c) || c == '.' ? number() : word();
        };
    }

    private Object signed() {
        boolean minus = text.charAt(at++) == '-';
        spaces();
        if (at >= text.length()) {
            throw NoLiteral.IT;
        }
        char c = text.charAt(at);
        Object value = c == '+' || c == '-' ? signed() : Character.isDigit(c) || c == '.' ? number() : fail();
        return minus ? Numbers.negate(value) : value;
    }

    private static Object fail() {
        throw NoLiteral.IT;
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
                    throw NoLiteral.IT;
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
            throw NoLiteral.IT;
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
                    throw NoLiteral.IT;
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
            throw NoLiteral.IT;
        }
        depth--;
        return value;
    }

    private static Object hashable(Object key) {
        if (key instanceof List<?> || key instanceof Map<?, ?> || key instanceof Set<?>) {
            throw NoLiteral.IT;
        }
        return key;
    }

    private boolean peek(char c) {
        spaces();
        return at < text.length() && text.charAt(at) == c;
    }

    private Object number() {
        int from = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponentSign = (c == '+' || c == '-')
                    && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E')
                    && at > from
                    && !text.substring(from, at).startsWith("0x");
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !exponentSign) {
                break;
            }
            at++;
        }
        String digits = text.substring(from, at);
        String lower = digits.toLowerCase(java.util.Locale.ROOT);
        if (lower.startsWith("0x") || lower.startsWith("0o") || lower.startsWith("0b")) {
            int base = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : 2;
            return Numbers.parseInteger(digits, base).orElseGet(Literal::fail);
        }
        if (digits.matches("[0-9](_?[0-9])*")) {
            String plain = digits.replace("_", "");
            if (plain.startsWith("0") && !plain.matches("0+")) {
                throw NoLiteral.IT;
            }
            return Numbers.of(new BigInteger(plain));
        }
        if (digits.matches(
                "(([0-9](_?[0-9])*)?\\.[0-9](_?[0-9])*|[0-9](_?[0-9])*\\.?)([eE][+-]?[0-9](_?[0-9])*)?")) {
            return Double.parseDouble(digits.replace("_", ""));
        }
        throw NoLiteral.IT;
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
                default -> throw NoLiteral.IT; // bytes have no place in JSON, and stay text
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
                throw NoLiteral.IT;
            }
            if (text.startsWith(end, at)) {
                at += end.length();
                return;
            }
            char c = text.charAt(at);
            if (end.length() == 1 && c == '\n') {
                throw NoLiteral.IT;
            }
            if (c == '\\') {
                if (at + 1 >= text.length()) {
                    throw NoLiteral.IT;
                }
                if (raw) {
                    value.append(c).append(text.charAt(at + 1));
                    at += 2;
                } else {
                    at = Escapes.read(text, at, value);
                    if (at < 0) {
                        throw NoLiteral.IT;
                    }
                }
            } else {
                value.append(c);
                at++;
            }
        }
    }
}
