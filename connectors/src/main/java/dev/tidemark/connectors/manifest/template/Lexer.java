package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.List;

/** Cuts a template into its parts: plain text, {@code {{ expressions }}} and {@code {% statements %}}. */
final class Lexer {

    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "(", ")", "[", "]", "{", "}", ",", ":", ".",
            "|", "=", ">", "<", ";");

    /** One part of a template. */
    sealed interface Part {
        record Plain(String text) implements Part {}

        record Expression(List<Token> tokens) implements Part {}

        record Statement(List<Token> tokens) implements Part {}
    }

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int at;
    private boolean stripNext;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Part> parts(String template) {
        // As Jinja does: one line end at the end is not part of the template.
        String text = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        lexer.cut();
        return lexer.parts;
    }

    private void cut() {
        while (at < text.length()) {
            int open = nextOpen();
            String opener = open < 0 ? "" : text.substring(open, open + 2);
            String plain = open < 0 ? text.substring(at) : text.substring(at, open);
            at = open < 0 ? text.length() : open + 2;
            boolean stripBefore = open >= 0 && at < text.length() && text.charAt(at) == '-';
            if (stripBefore || (open >= 0 && at < text.length() && text.charAt(at) == '+')) {
                at++;
            }
            plain(plain, stripBefore);
            switch (opener) {
                case "{#" -> comment();
                case "{{" -> parts.add(new Part.Expression(tokens("}}")));
                case "{%" -> statement();
                default -> {}
            }
        }
    }

    private int nextOpen() {
        for (int i = at; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '{' && "{%#".indexOf(text.charAt(i + 1)) >= 0) {
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

    private void comment() {
        int end = text.indexOf("#}", at);
        if (end < 0) {
            throw new TemplateSyntax("Missing end of comment tag");
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
        var end = java.util.regex.Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(-?)%\\}").matcher(text);
        if (!end.find(at)) {
            throw new TemplateSyntax("Missing end of raw directive");
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
                throw new TemplateSyntax("unexpected end of template, expected '" + closer + "'");
            }
            if (depth == 0 && text.startsWith("-" + closer, at)) {
                stripNext = true;
                at += closer.length() + 1;
                break;
            }
            if (depth == 0 && text.startsWith(closer, at)) {
                at += closer.length();
                break;
            }
            Token token = token();
            tokens.add(token);
            if (token.is("{") || token.is("[") || token.is("(")) {
                depth++;
            } else if (token.is("}") || token.is("]") || token.is(")")) {
                depth--;
            }
        }
        tokens.add(new Token(Token.Kind.END, "", line()));
        return tokens;
    }

    private int line() {
        return 1 + (int) text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    }

    private Token token() {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            return string(c);
        }
        if (Character.isDigit(c)) {
            return number();
        }
        if (Character.isJavaIdentifierStart(c)) {
            int from = at;
            while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
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
        throw new TemplateSyntax("unexpected char '" + c + "' at " + at);
    }

    private Token string(char quote) {
        StringBuilder value = new StringBuilder();
        int line = line();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at = Escapes.read(text, at, value);
                if (at < 0) {
                    throw new TemplateSyntax("a malformed escape in a string");
                }
            } else {
                value.append(text.charAt(at++));
            }
        }
        if (at >= text.length()) {
            throw new TemplateSyntax("a string without end");
        }
        at++;
        return new Token(Token.Kind.STRING, value.toString(), line);
    }

    private Token number() {
        var floating = java.util.regex.Pattern.compile(
                        "\\d(_?\\d)*((\\.\\d(_?\\d)*)([eE][+-]?\\d(_?\\d)*)?|[eE][+-]?\\d(_?\\d)*)")
                .matcher(text);
        floating.region(at, text.length());
        if (floating.lookingAt()) {
            at = floating.end();
            return new Token(Token.Kind.FLOAT, floating.group().replace("_", ""), line());
        }
        var whole = java.util.regex.Pattern.compile("0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\\d(_?\\d)*")
                .matcher(text);
        whole.region(at, text.length());
        whole.lookingAt();
        at = whole.end();
        return new Token(Token.Kind.INTEGER, whole.group(), line());
    }
}
