package dev.tidemark.connectors.manifest.template;

import java.util.List;

/** The tokens of one expression or statement, read from the first to the last. */
final class Tokens {

    private final List<Token> all;
    private int at;

    /** @param all of which the last is an {@link Token.Kind#END} */
    Tokens(List<Token> all) {
        this.all = all;
    }

    Token peek() {
        return all.get(at);
    }

    Token peekNext() {
        return all.get(Math.min(at + 1, all.size() - 1));
    }

    /** Goes on, but never past the end. */
    Token next() {
        Token token = all.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean takes(String operator) {
        boolean is = peek().is(operator);
        if (is) {
            at++;
        }
        return is;
    }

    boolean takesName(String name) {
        boolean is = peek().isName(name);
        if (is) {
            at++;
        }
        return is;
    }

    void expect(String operator) {
        if (!takes(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    String name() {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected("a name");
        }
        return next().value();
    }

    void end() {
        if (peek().kind() != Token.Kind.END) {
            throw unexpected("the end");
        }
    }

    TemplateSyntax unexpected(String expected) {
        Token token = peek();
        String got = token.kind() == Token.Kind.END ? "the end" : "'" + token.value() + "'";
        return new TemplateSyntax("expected " + expected + ", got " + got + " in line " + token.line());
    }
}
