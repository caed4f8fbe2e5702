package dev.tidemark.sandbox.salesforce.soql;

/**
 * A piece of SOQL.
 *
 * @param text of a string literal without its quotes, its escapes of % and _ kept
 */
record Token(Kind kind, String text, int offset) {
    enum Kind {
        WORD,
        STRING,
        LITERAL,
        SYMBOL,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}
