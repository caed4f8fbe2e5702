package dev.tidemark.sandbox.salesforce.soql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recursive descent over the tokens of one query. */
final class Parser {
    private static final Set<String> AGGREGATES = Set.of("COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX");
    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");

    private final String soql;
    private final List<Token> tokens;
    private int next;

    private Parser(String soql) {
        this.soql = soql;
        this.tokens = Lexer.tokens(soql);
    }

    static Ast.Query parse(String soql) {
        var parser = new Parser(soql);
        Ast.Query query = parser.query(false);
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        return query;
    }

    private Ast.Query query(boolean nested) {
        word("SELECT");
        var select = new ArrayList<Ast.Item>();
        do {
            select.add(item(nested));
        } while (skipSymbol(","));
        word("FROM");
        Ast.Name from = name();
        if (peek().kind() == Token.Kind.WORD && !startsClause(peek())) {
            take(); // an alias of the object: accepted, and never needed
        }
        Ast.Condition where = skipWord("WHERE") ? or() : null;
        List<Ast.Name> groupBy = skipWord("GROUP") ? groupBy() : List.of();
        List<Ast.Order> orderBy = skipWord("ORDER") ? orderBy() : List.of();
        int limit = skipWord("LIMIT") ? integer() : -1;
        int offset = skipWord("OFFSET") ? integer() : 0;
        if (limit < 0 && skipWord("LIMIT")) {
            limit = integer();
        }
        return new Ast.Query(select, from, where, groupBy, orderBy, limit, offset);
    }

    private static boolean startsClause(Token token) {
        return Set.of("WHERE", "GROUP", "ORDER", "LIMIT", "OFFSET", "USING", "FOR", "WITH", "HAVING")
                .contains(token.text().toUpperCase(Locale.ROOT));
    }

    private Ast.Item item(boolean nested) {
        Token token = peek();
        if (token.isSymbol("(")) {
            if (nested) {
                throw unexpected();
            }
            take();
            Ast.Query children = query(true);
            symbol(")");
            return new Ast.Children(children);
        }
        Ast.Name name = name();
        if (!peek().isSymbol("(")) {
            return new Ast.Path(name);
        }
        if (name.text().equalsIgnoreCase("FIELDS")) {
            take();
            Ast.Name which = name();
            symbol(")");
            return new Ast.Fields(which.text().toUpperCase(Locale.ROOT), name);
        }
        return aggregate(name);
    }

    private Ast.Aggregate aggregate(Ast.Name name) {
        String function = name.text().toUpperCase(Locale.ROOT);
        if (!AGGREGATES.contains(function)) {
            throw unexpected();
        }
        symbol("(");
        Ast.Name path = peek().isSymbol(")") && function.equals("COUNT") ? null : name();
        symbol(")");
        String alias = peek().kind() == Token.Kind.WORD && !peek().isWord("FROM") && !isOrderWord(peek())
                ? take().text()
                : null;
        return new Ast.Aggregate(function, path, alias, name);
    }

    private static boolean isOrderWord(Token token) {
        return Set.of("ASC", "DESC", "NULLS", "LIMIT", "OFFSET")
                .contains(token.text().toUpperCase(Locale.ROOT));
    }

    private List<Ast.Name> groupBy() {
        word("BY");
        var names = new ArrayList<Ast.Name>();
        do {
            names.add(name());
        } while (skipSymbol(","));
        return names;
    }

    private List<Ast.Order> orderBy() {
        word("BY");
        var orders = new ArrayList<Ast.Order>();
        do {
            Ast.Name name = name();
            Ast.Item by = peek().isSymbol("(") ? aggregate(name) : new Ast.Path(name);
            boolean descending = skipWord("DESC");
            if (!descending) {
                skipWord("ASC");
            }
            boolean nullsLast = false;
            if (skipWord("NULLS")) {
                nullsLast = skipWord("LAST");
                if (!nullsLast) {
                    word("FIRST");
                }
            }
            orders.add(new Ast.Order(by, descending, nullsLast));
        } while (skipSymbol(","));
        return orders;
    }

    private Ast.Condition or() {
        Ast.Condition first = and();
        if (!peek().isWord("OR")) {
            return first;
        }
        var any = new ArrayList<Ast.Condition>(List.of(first));
        while (skipWord("OR")) {
            any.add(and());
        }
        return new Ast.Or(any);
    }

    private Ast.Condition and() {
        Ast.Condition first = not();
        if (!peek().isWord("AND")) {
            return first;
        }
        var all = new ArrayList<Ast.Condition>(List.of(first));
        while (skipWord("AND")) {
            all.add(not());
        }
        return new Ast.And(all);
    }

    private Ast.Condition not() {
        if (skipWord("NOT")) {
            return new Ast.Not(not());
        }
        if (skipSymbol("(")) {
            Ast.Condition inner = or();
            symbol(")");
            return inner;
        }
        return comparison();
    }

    private Ast.Condition comparison() {
        Ast.Name path = name();
        Token operator = take();
        if (operator.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(operator.text())) {
            return new Ast.Compare(path, operator.text().equals("<>") ? "!=" : operator.text(), value());
        }
        if (operator.isWord("LIKE")) {
            return new Ast.Compare(path, "LIKE", value());
        }
        boolean negated = operator.isWord("NOT");
        if (negated ? skipWord("IN") : operator.isWord("IN")) {
            return in(path, negated);
        }
        next--;
        throw unexpected();
    }

    private Ast.Condition in(Ast.Name path, boolean negated) {
        symbol("(");
        if (peek().isWord("SELECT")) {
            Ast.Query query = query(true);
            symbol(")");
            return new Ast.InQuery(path, query, negated);
        }
        var values = new ArrayList<Token>();
        do {
            values.add(value());
        } while (skipSymbol(","));
        symbol(")");
        return new Ast.In(path, values, negated);
    }

    private Token value() {
        Token token = peek();
        return switch (token.kind()) {
            case STRING, LITERAL, WORD -> take();
            case SYMBOL, END -> throw unexpected();
        };
    }

    private Ast.Name name() {
        if (peek().kind() != Token.Kind.WORD) {
            throw unexpected();
        }
        Token token = take();
        return new Ast.Name(token.text(), token.offset());
    }

    private int integer() {
        Token token = peek();
        if (!token.text().matches("\\d{1,9}")) {
            throw unexpected();
        }
        take();
        return Integer.parseInt(token.text());
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Token.Kind.END) {
            next++;
        }
        return token;
    }

    private boolean skipWord(String word) {
        boolean is = peek().isWord(word);
        if (is) {
            next++;
        }
        return is;
    }

    private boolean skipSymbol(String symbol) {
        boolean is = peek().isSymbol(symbol);
        if (is) {
            next++;
        }
        return is;
    }

    private void word(String word) {
        if (!skipWord(word)) {
            throw unexpected();
        }
    }

    private void symbol(String symbol) {
        if (!skipSymbol(symbol)) {
            throw unexpected();
        }
    }

    private SoqlException unexpected() {
        Token token = peek();
        String shown = token.kind() == Token.Kind.END ? "'<EOF>'" : "'" + token.text() + "'";
        return SoqlException.at(soql, token.offset(), "MALFORMED_QUERY", "unexpected token: " + shown);
    }
}
