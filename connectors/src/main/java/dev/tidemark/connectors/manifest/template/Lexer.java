package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into its parts: plain text, {@code {{ expressions }}} and {@code {% statements %}}. */
final class Lexer {

    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "(", ")", "[", "]", "{", "}", ",", ":",
            ".", "|", "=", ">", "<", ";");
    private static final Pattern FLOAT = Pattern.compile(
            "\\d++(?:_\\d++)*+(?:(?:\\.\\d++(?:_\\d++)*+)(?:[eE][+-]?\\d++(?:_\\d++)*+)?|[eE][+-]?\\d++(?:_\\d++)*+)");
    private static final Pattern INTEGER = Pattern.compile(
            "0[xX](?:_?[0-9a-fA-F])++|0[bB](?:_?[01])++|0[oO](?:_?[0-7])++|[1-9](?:_?\\d)*+|0(?:_?0)*+");
    private static final Pattern ENDRAW = Pattern.compile("\\{%([-+]?)\\s*+endraw\\s*+([-+]?)%\\}");

    /** One part of a template. */
    sealed interface Part {

        /** What is written as it is. */
        record Plain(String text) implements Part {}

        /** What is within {@code {{ }}}. */
        record Expression(List<Token> tokens) implements Part {}

        /** What is within {@code {% %}}. */
        record Statement(List<Token> tokens) implements Part {
            String name() {
                return tokens.getFirst().value();
            }
        }
    }

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int at;
    private int line = 1;
    private int counted;
    private boolean stripNext;

    private Lexer(String text) {
        this.text = text;
    }

    /** Whether a text holds no more than itself. */
    static boolean isPlain(String template) {
        return !template.contains("{{") && !template.contains("{%") && !template.contains("{#");
    }

    /** A template as Jinja takes it: with one kind of line end, of which one at the end is not part of it. */
    static String normalized(String template) {
        String text = template.replace("\r\n", "\n").replace('\r', '\n');
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    static List<Part> parts(String template) {
        Lexer lexer = new Lexer(normalized(template));
        lexer.cut();
        return lexer.parts;
    }

    private void cut() {
        while (at < text.length()) {
            int open = nextOpen();
            if (open < 0) {
                plain(text.substring(at), false);
                return;
            }
            String before = text.substring(at, open);
            at = open + 2;
            char sign = at < text.length() ? text.charAt(at) : ' ';
            if (sign == '-' || sign == '+') {
                at++;
            }
            plain(before, sign == '-');
            switch (text.charAt(open + 1)) {
                case '#' -> comment();
                case '{' -> parts.add(new Part.Expression(tokens("}}")));
                default -> statement();
            }
        }
    }

    private int nextOpen() {
        for (int i = text.indexOf('{', at); i >= 0 && i + 1 < text.length(); i = text.indexOf('{', i + 1)) {
            if ("{%#".indexOf(text.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void plain(String plain, boolean stripEnd) {
        String kept = stripNext ? plain.stripLeading() : plain;
        kept = stripEnd ? kept.stripTrailing() : kept;
        stripNext = false;
        if (!kept.isEmpty()) {
            parts.add(new Part.Plain(kept));
        }
    }

    private TemplateSyntax error(String message) {
        return new TemplateSyntax(message + " in line " + line());
    }

    private void comment() {
        int end = text.indexOf("#}", at);
        if (end < 0) {
            throw error("Missing end of comment tag");
        }
        stripNext = end > at && text.charAt(end - 1) == '-';
        at = end + 2;
    }

    private void statement() {
        List<Token> tokens = tokens("%}");
        if (tokens.size() == 2 && tokens.getFirst().isName("raw")) {
            raw();
        } else {
            parts.add(new Part.Statement(tokens));
        }
    }

    private void raw() {
        Matcher end = ENDRAW.matcher(text);
        if (!end.find(at)) {
            throw error("Missing end of raw directive");
        }
        plain(text.substring(at, end.start()), "-".equals(end.group(1)));
        stripNext = "-".equals(end.group(2));
        at = end.end();
    }

    private List<Token> tokens(String closer) {
        List<Token> tokens = new ArrayList<>();
        int depth = 0;
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                throw error("unexpected end of template, expected '" + closer + "'");
            }
            boolean strips = text.startsWith("-" + closer, at);
            if (depth == 0 && (strips || text.startsWith(closer, at))) {
                stripNext = strips;
                at += closer.length() + (strips ? 1 : 0);
                tokens.add(new Token(Token.Kind.END, "", line()));
                return tokens;
            }
            Token token = token();
            tokens.add(token);
            if (token.kind() == Token.Kind.OPERATOR) {
                depth += "{[(".contains(token.value()) ? 1 : "}])".contains(token.value()) ? -1 : 0;
            }
        }
    }

    /** The line of this place; asked of places that only go on. */
    private int line() {
        for (; counted < Math.min(at, text.length()); counted++) {
            line += text.charAt(counted) == '\n' ? 1 : 0;
        }
        return line;
    }

    private Token token() {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            return string(c);
        }
        if (Numerals.isDigit(c)) {
            return number();
        }
        if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            int from = at;
            while (at < text.length() && Character.isUnicodeIdentifierPart(text.charAt(at))) {
                at++;
            }
            return new Token(Token.Kind.NAME, text.substring(from, at), line());
        }
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                at += operator.length();
                return new Token(Token.Kind.OPERATOR, operator, line());
            }
        }
        throw error("unexpected char " + Text.repr(String.valueOf(c)));
    }

    private Token string(char quote) {
        StringBuilder value = new StringBuilder();
        int begins = line();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at = Escapes.read(text, at, value);
                if (at < 0) {
                    throw new TemplateSyntax("a malformed escape in a string in line " + begins);
                }
            } else {
                value.append(text.charAt(at++));
            }
        }
        if (at >= text.length()) {
            throw new TemplateSyntax("a string without end in line " + begins);
        }
        at++;
        return new Token(Token.Kind.STRING, value.toString(), begins);
    }

    private Token number() {
        Matcher real = FLOAT.matcher(text).region(at, text.length());
        if (real.lookingAt()) {
            at = real.end();
            return new Token(Token.Kind.FLOAT, real.group().replace("_", ""), line());
        }
        Matcher whole = INTEGER.matcher(text).region(at, text.length());
        if (!whole.lookingAt()) {
            throw error("no number");
        }
        at = whole.end();
        return new Token(Token.Kind.INTEGER, whole.group(), line());
    }
}
