package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Compiles expressions by Jinja's grammar, from the loosest binding to the tightest. */
final class Expressions {

    private final List<Token> tokens;
    private final Consumer<String> loaded;
    private int at;

    /** @param loaded hears of each name that an expression reads */
    Expressions(List<Token> tokens, Consumer<String> loaded) {
        this.tokens = tokens;
        this.loaded = loaded;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token next() {
        return tokens.get(at++);
    }

    boolean takes(String operator) {
        if (peek().is(operator)) {
            at++;
            return true;
        }
        return false;
    }

    boolean takesName(String name) {
        if (peek().isName(name)) {
            at++;
            return true;
        }
        return false;
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
        return new TemplateSyntax("expected " + expected + ", got "
                + (token.kind() == Token.Kind.END ? "the end" : "'" + token.value() + "'") + " in line " + token.line());
    }

    /** An expression, or several with commas between them, which are a tuple. */
    Expr tuple(boolean withCondition) {
        Expr first = withCondition ? expression() : or();
        if (!peek().is(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (takes(",")) {
            if (peek().kind() == Token.Kind.END || peek().is(")") || peek().is("=")) {
                break;
            }
            items.add(withCondition ? expression() : or());
        }
        return scope -> new Tuple(all(items, scope));
    }

    Expr expression() {
        Expr value = or();
        while (takesName("if")) {
            Expr then = value;
            Expr test = or();
            Optional<Expr> otherwise = takesName("else") ? Optional.of(expression()) : Optional.empty();
            value = scope -> {
                if (Values.truth(test.eval(scope))) {
                    return then.eval(scope);
                }
                return otherwise.isPresent()
                        ? otherwise.get().eval(scope)
                        : new Undefined("the inline if-expression evaluated to false and no else section was defined.");
            };
        }
        return value;
    }

    Expr or() {
        Expr left = and();
        while (takesName("or")) {
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
        while (takesName("and")) {
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
        if (takesName("not")) {
            Expr value = not();
            return scope -> !Values.truth(value.eval(scope));
        }
        return comparison();
    }

    private Expr comparison() {
        Expr first = sum();
        List<String> operators = new ArrayList<>();
        List<Expr> others = new ArrayList<>();
        while (true) {
            Token token = peek();
            if (token.kind() == Token.Kind.OPERATOR && List.of("==", "!=", "<", "<=", ">", ">=").contains(token.value())) {
                operators.add(next().value());
            } else if (takesName("in")) {
                operators.add("in");
            } else if (token.isName("not") && tokens.get(at + 1).isName("in")) {
                at += 2;
                operators.add("not in");
            } else {
                break;
            }
            others.add(sum());
        }
        if (operators.isEmpty()) {
            return first;
        }
        if (operators.size() == 1) {
            String operator = operators.getFirst();
            Expr second = others.getFirst();
            return scope -> Operators.compare(operator, first.eval(scope), second.eval(scope));
        }
        return scope -> {
            Object left = first.eval(scope);
            for (int i = 0; i < others.size(); i++) {
                Object right = others.get(i).eval(scope);
                if (!Operators.compare(operators.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    private Expr sum() {
        Expr left = concatenation();
        while (true) {
            Expr first = left;
            if (takes("+")) {
                Expr second = concatenation();
                left = scope -> Operators.add(first.eval(scope), second.eval(scope));
            } else if (takes("-")) {
                Expr second = concatenation();
                left = scope -> Operators.subtract(first.eval(scope), second.eval(scope));
            } else {
                return left;
            }
        }
    }

    private Expr concatenation() {
        Expr first = product();
        if (!peek().is("~")) {
            return first;
        }
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (takes("~")) {
            parts.add(product());
        }
        return scope -> {
            StringBuilder out = new StringBuilder();
            parts.forEach(p -> out.append(Text.str(p.eval(scope))));
            return out.toString();
        };
    }

    private Expr product() {
        Expr left = power();
        while (true) {
            Expr first = left;
            if (takes("*")) {
                Expr second = power();
                left = scope -> Operators.multiply(first.eval(scope), second.eval(scope));
            } else if (takes("/")) {
                Expr second = power();
                left = scope -> Operators.divide(first.eval(scope), second.eval(scope));
            } else if (takes("//")) {
                Expr second = power();
                left = scope -> Operators.floorDivide(first.eval(scope), second.eval(scope));
            } else if (takes("%")) {
                Expr second = power();
                left = scope -> Operators.modulo(first.eval(scope), second.eval(scope));
            } else {
                return left;
            }
        }
    }

    private Expr power() {
        Expr left = unary(true);
        while (takes("**")) {
            Expr first = left;
            Expr second = unary(true);
            left = scope -> Operators.power(first.eval(scope), second.eval(scope));
        }
        return left;
    }

    private Expr unary(boolean withFilter) {
        Expr value;
        if (takes("-")) {
            Expr of = unary(false);
            value = scope -> Operators.negate(of.eval(scope));
        } else if (takes("+")) {
            Expr of = unary(false);
            value = scope -> Operators.negate(Operators.negate(of.eval(scope)));
        } else {
            value = primary();
        }
        value = postfix(value);
        return withFilter ? filtered(value) : value;
    }

    Expr primary() {
        Token token = next();
        switch (token.kind()) {
            case NAME -> {
                return named(token.value());
            }
            case STRING -> {
                StringBuilder text = new StringBuilder(token.value());
                while (peek().kind() == Token.Kind.STRING) {
                    text.append(next().value());
                }
                String value = text.toString();
                return scope -> value;
            }
            case INTEGER -> {
                Object value = integer(token.value());
                return scope -> value;
            }
            case FLOAT -> {
                Double value = Double.valueOf(token.value());
                return scope -> value;
            }
            default -> {}
        }
        if (token.is("(")) {
            if (takes(")")) {
                return scope -> new Tuple(List.of());
            }
            Expr value = tuple(true);
            expect(")");
            return value;
        }
        if (token.is("[")) {
            List<Expr> items = items("]");
            return scope -> all(items, scope);
        }
        if (token.is("{")) {
            return map();
        }
        at--;
        throw unexpected("a value");
    }

    private static Object integer(String digits) {
        String plain = digits.replace("_", "").toLowerCase(java.util.Locale.ROOT);
        int base = plain.startsWith("0x") ? 16 : plain.startsWith("0o") ? 8 : plain.startsWith("0b") ? 2 : 10;
        return Numbers.of(new BigInteger(base == 10 ? plain : plain.substring(2), base));
    }

    private Expr named(String name) {
        return switch (name) {
            case "true", "True" -> scope -> true;
            case "false", "False" -> scope -> false;
            case "none", "None" -> scope -> None.NONE;
            default -> {
                loaded.accept(name);
                Undefined missing = new Undefined("'" + name + "' is undefined");
                yield scope -> {
                    Object value = scope.find(name);
                    return value == null ? missing : value;
                };
            }
        };
    }

    private List<Expr> items(String closer) {
        List<Expr> items = new ArrayList<>();
        while (!takes(closer)) {
            if (!items.isEmpty()) {
                expect(",");
                if (takes(closer)) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private Expr map() {
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!takes("}")) {
            if (!keys.isEmpty()) {
                expect(",");
                if (takes("}")) {
                    break;
                }
            }
            keys.add(expression());
            expect(":");
            values.add(expression());
        }
        return scope -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i).eval(scope), values.get(i).eval(scope));
            }
            return map;
        };
    }

    static List<Object> all(List<Expr> items, Scope scope) {
        List<Object> values = new ArrayList<>(items.size());
        for (Expr item : items) {
            values.add(item.eval(scope));
        }
        return values;
    }

    private Expr postfix(Expr start) {
        Expr value = start;
        while (true) {
            if (takes(".")) {
                value = dotted(value);
            } else if (takes("[")) {
                value = subscript(value);
            } else if (peek().is("(")) {
                value = called(value);
            } else {
                return value;
            }
        }
    }

    private Expr dotted(Expr value) {
        Token token = next();
        if (token.kind() == Token.Kind.INTEGER) {
            Long index = Long.valueOf(token.value());
            return scope -> Lookups.item(value.eval(scope), index);
        }
        if (token.kind() != Token.Kind.NAME) {
            at--;
            throw unexpected("a name or a number");
        }
        String name = token.value();
        return scope -> Lookups.attribute(value.eval(scope), name);
    }

    private Expr subscript(Expr value) {
        Optional<Expr> from = peek().is(":") ? Optional.empty() : Optional.of(expression());
        if (takes("]")) {
            Expr key = from.orElseThrow();
            return scope -> Lookups.item(value.eval(scope), key.eval(scope));
        }
        if (peek().is(",")) {
            List<Expr> keys = new ArrayList<>(List.of(from.orElseThrow()));
            while (takes(",")) {
                keys.add(expression());
            }
            expect("]");
            return scope -> Lookups.item(value.eval(scope), new Tuple(all(keys, scope)));
        }
        expect(":");
        Optional<Expr> to = peek().is(":") || peek().is("]") ? Optional.empty() : Optional.of(expression());
        Optional<Expr> step =
                takes(":") && !peek().is("]") ? Optional.of(expression()) : Optional.empty();
        expect("]");
        return scope -> Lookups.slice(
                value.eval(scope), from.map(e -> e.eval(scope)), to.map(e -> e.eval(scope)), step.map(e -> e.eval(scope)));
    }

    /** The arguments of a call, compiled. */
    private record Call(List<Expr> positional, Map<String, Expr> named) {

        Arguments eval(Scope scope) {
            if (named.isEmpty()) {
                return positional.isEmpty() ? Arguments.NONE : new Arguments(all(positional, scope), Map.of());
            }
            Map<String, Object> values = new LinkedHashMap<>();
            named.forEach((name, e) -> values.put(name, e.eval(scope)));
            return new Arguments(all(positional, scope), values);
        }
    }

    private Call arguments() {
        expect("(");
        List<Expr> positional = new ArrayList<>();
        Map<String, Expr> named = new LinkedHashMap<>();
        while (!takes(")")) {
            if (!positional.isEmpty() || !named.isEmpty()) {
                expect(",");
                if (takes(")")) {
                    break;
                }
            }
            if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
                String name = name();
                at++;
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
        }
        return new Call(positional, named);
    }

    private Expr called(Expr callee) {
        Call call = arguments();
        return scope -> {
            Object function = callee.eval(scope);
            if (function instanceof Function method) {
                return method.call(call.eval(scope));
            }
            if (function instanceof Undefined nothing) {
                throw nothing.error();
            }
            throw new WrongType("'" + Text.typeName(function) + "' object is not callable");
        };
    }

    private Expr filtered(Expr start) {
        Expr value = start;
        while (true) {
            if (takes("|")) {
                value = filter(value);
            } else if (takesName("is")) {
                value = check(value);
            } else if (peek().is("(")) {
                value = called(value);
            } else {
                return value;
            }
        }
    }

    private Expr filter(Expr value) {
        String name = name();
        Filters.Filter filter =
                Filters.find(name).orElseThrow(() -> new TemplateSyntax("No filter named '" + name + "'."));
        Call call = peek().is("(") ? arguments() : new Call(List.of(), Map.of());
        return scope -> filter.apply(value.eval(scope), call.eval(scope));
    }

    private Expr check(Expr value) {
        boolean negated = takesName("not");
        String name = peek().is("==") ? next().value() : name();
        Checks.Check check = Checks.find(name).orElseThrow(() -> new TemplateSyntax("No test named '" + name + "'."));
        Call call;
        Token token = peek();
        boolean argument = switch (token.kind()) {
            case NAME -> !List.of("else", "or", "and", "is", "if", "not", "in").contains(token.value());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.is("[") || token.is("{");
            case END -> false;
        };
        if (token.is("(")) {
            call = arguments();
        } else if (argument) {
            call = new Call(List.of(postfix(primary())), Map.of());
        } else {
            call = new Call(List.of(), Map.of());
        }
        return scope -> negated != check.holds(value.eval(scope), call.eval(scope));
    }
}
