package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles expressions by Jinja's grammar, from the loosest binding to the tightest. */
final class Expressions {

    private static final Undefined NO_ELSE =
            new Undefined("the inline if-expression evaluated to false and no else section was defined.");

    private final Tokens tokens;
    private final Names names;
    private final Operands operands;

    Expressions(Tokens tokens, Names names) {
        this.tokens = tokens;
        this.names = names;
        this.operands = new Operands(tokens, names, this);
    }

    Operands operands() {
        return operands;
    }

    /** A whole {@code {{ expression }}}. */
    static Expr whole(List<Token> all, Names names) {
        Tokens tokens = new Tokens(all);
        Expr value = new Expressions(tokens, names).tuple(true);
        tokens.end();
        return value;
    }

    /** An expression, or several with commas between them, which are a tuple. */
    Expr tuple(boolean withCondition) {
        Expr first = withCondition ? expression() : withoutCondition();
        if (!tokens.peek().is(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (tokens.takes(",")) {
            Token token = tokens.peek();
            if (token.kind() == Token.Kind.END || token.is(")") || token.is("=")) {
                break;
            }
            items.add(withCondition ? expression() : withoutCondition());
        }
        return scope -> new Tuple(Operands.all(items, scope));
    }

    Expr expression() {
        int before = names.depth();
        int doubts = names.doubts();
        names.nest(tokens.peek().line());
        Expr value = or();
        while (tokens.takesName("if")) {
            names.link(tokens.peek().line());
            Expr then = value;
            Expr test = or();
            Expr otherwise = tokens.takesName("else") ? expression() : scope -> NO_ELSE;
            value = scope -> Values.truth(test.eval(scope)) ? then.eval(scope) : otherwise.eval(scope);
            names.forgive(doubts);
        }
        names.leaveTo(before);
        return value;
    }

    /** An expression where an {@code if} that follows means something else. */
    Expr withoutCondition() {
        int before = names.depth();
        names.nest(tokens.peek().line());
        Expr value = or();
        names.leaveTo(before);
        return value;
    }

    private void link() {
        names.link(tokens.peek().line());
    }

    private Expr or() {
        Expr left = and();
        while (tokens.takesName("or")) {
            link();
            Expr first = left;
            Expr second = and();
            left = scope -> {
                Object value = first.eval(scope);
                return Values.truth(value) ? value : second.eval(scope);
            };
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (tokens.takesName("and")) {
            link();
            Expr first = left;
            Expr second = not();
            left = scope -> {
                Object value = first.eval(scope);
                return Values.truth(value) ? second.eval(scope) : value;
            };
        }
        return left;
    }

    private Expr not() {
        if (tokens.takesName("not")) {
            link();
            Expr value = not();
            return scope -> !Values.truth(value.eval(scope));
        }
        return comparison();
    }

    private Expr comparison() {
        Expr first = sum();
        List<Relation> relations = new ArrayList<>();
        List<Expr> others = new ArrayList<>();
        for (Relation relation = relation(); relation != null; relation = relation()) {
            relations.add(relation);
            others.add(sum());
        }
        if (relations.isEmpty()) {
            return first;
        }
        if (relations.size() == 1) {
            Relation relation = relations.getFirst();
            Expr second = others.getFirst();
            return scope -> relation.holds(first.eval(scope), second.eval(scope));
        }
        return scope -> {
            Object left = first.eval(scope);
            for (int i = 0; i < others.size(); i++) {
                Object right = others.get(i).eval(scope);
                if (!relations.get(i).holds(left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    private @Nullable Relation relation() {
        Token token = tokens.peek();
        if (token.isName("not") && tokens.peekNext().isName("in")) {
            tokens.next();
            tokens.next();
            return Relation.NOT_IN;
        }
        boolean isSign = token.kind() == Token.Kind.OPERATOR || token.isName("in");
        Relation relation = isSign ? Relation.BY_SIGN.get(token.value()) : null;
        if (relation != null) {
            tokens.next();
        }
        return relation;
    }

    /** Two values made one. */
    private interface Operator {
        Object apply(Object a, Object b);
    }

    private Expr sum() {
        Expr left = concatenation();
        while (true) {
            if (tokens.takes("+")) {
                left = joined(left, Operators::add, concatenation());
            } else if (tokens.takes("-")) {
                left = joined(left, Operators::subtract, concatenation());
            } else {
                return left;
            }
        }
    }

    private Expr joined(Expr first, Operator operator, Expr second) {
        link();
        return scope -> operator.apply(first.eval(scope), second.eval(scope));
    }

    private Expr concatenation() {
        Expr first = product();
        if (!tokens.peek().is("~")) {
            return first;
        }
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (tokens.takes("~")) {
            parts.add(product());
        }
        return scope -> {
            StringBuilder out = new StringBuilder();
            for (Expr part : parts) {
                out.append(Text.str(part.eval(scope)));
                Work.chars(out.length());
            }
            return out.toString();
        };
    }

    private Expr product() {
        Expr left = power();
        while (true) {
            if (tokens.takes("*")) {
                left = joined(left, Operators::multiply, power());
            } else if (tokens.takes("/")) {
                left = joined(left, Operators::divide, power());
            } else if (tokens.takes("//")) {
                left = joined(left, Operators::floorDivide, power());
            } else if (tokens.takes("%")) {
                left = joined(left, Operators::modulo, power());
            } else {
                return left;
            }
        }
    }

    private Expr power() {
        Expr left = unary(true);
        while (tokens.takes("**")) {
            left = joined(left, Operators::power, unary(true));
        }
        return left;
    }

    private Expr unary(boolean withFilters) {
        Expr value;
        if (tokens.takes("-")) {
            link();
            Expr of = unary(false);
            value = scope -> Operators.negate(of.eval(scope));
        } else if (tokens.takes("+")) {
            link();
            Expr of = unary(false);
            value = scope -> Operators.plus(of.eval(scope));
        } else {
            value = operands.primary();
        }
        value = operands.postfix(value);
        return withFilters ? operands.filtered(value) : value;
    }

    /** Expressions with commas between them, until this bracket. */
    List<Expr> until(String closer) {
        List<Expr> items = new ArrayList<>();
        while (!closes(closer, items.isEmpty())) {
            items.add(expression());
        }
        return items;
    }

    /** Takes the bracket, or the comma that must be before what is not the first. */
    boolean closes(String closer, boolean isFirst) {
        if (tokens.takes(closer)) {
            return true;
        }
        if (isFirst) {
            return false;
        }
        tokens.expect(",");
        return tokens.takes(closer);
    }
}
