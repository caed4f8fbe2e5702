package dev.tidemark.sandbox.salesforce.soql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts SOQL text into tokens. */
final class Lexer {
    private static final Pattern TOKEN = Pattern.compile("""
            (?<space>\\s+)\
            |(?<word>[A-Za-z_]\\w*(?:\\.\\w+)*(?::\\d+)?)\
            |(?<literal>[-+]?\\d[\\w:.+-]*)\
            |'(?<string>(?:[^'\\\\]|\\\\.)*)'\
            |(?<symbol><=|>=|!=|<>|[=<>(),])""");

    private Lexer() {}

    static List<Token> tokens(String soql) {
        var tokens = new ArrayList<Token>();
        Matcher matcher = TOKEN.matcher(soql);
        int at = 0;
        while (at < soql.length()) {
            matcher.region(at, soql.length());
            if (!matcher.lookingAt()) {
                throw SoqlException.at(
                        soql,
                        at,
                        "MALFORMED_QUERY",
                        "line 1:" + at + " no viable alternative at character '" + soql.charAt(at) + "'");
            }
            add(tokens, matcher, at);
            at = matcher.end();
        }
        tokens.add(new Token(Token.Kind.END, "<EOF>", soql.length()));
        return tokens;
    }

    private static void add(List<Token> tokens, Matcher matcher, int at) {
        if (matcher.group("word") != null) {
            tokens.add(new Token(Token.Kind.WORD, matcher.group("word"), at));
        } else if (matcher.group("literal") != null) {
            tokens.add(new Token(Token.Kind.LITERAL, matcher.group("literal"), at));
        } else if (matcher.group("string") != null) {
            tokens.add(new Token(Token.Kind.STRING, unescape(matcher.group("string")), at));
        } else if (matcher.group("symbol") != null) {
            tokens.add(new Token(Token.Kind.SYMBOL, matcher.group("symbol"), at));
        }
    }

    private static String unescape(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = raw.charAt(++i);
            switch (escaped) {
                case 'n', 'N' -> text.append('\n');
                case 'r', 'R' -> text.append('\r');
                case 't', 'T' -> text.append('\t');
                case 'b', 'B' -> text.append('\b');
                case 'f', 'F' -> text.append('\f');
                case '%', '_' -> text.append('\\').append(escaped); // mean something to LIKE
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
