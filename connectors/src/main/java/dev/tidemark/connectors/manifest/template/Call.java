package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call, compiled.
 *
 * @param spread {@code *items} and {@code **names}, which are rare
 */
record Call(List<Expr> positional, Map<String, Expr> named, List<Spread> spread) {

    static final Call NONE = new Call(List.of(), Map.of(), List.of());

    /** Arguments that a value holds. */
    record Spread(Expr value, boolean isNamed) {}

    static Call of(Expr only) {
        return new Call(List.of(only), Map.of(), List.of());
    }

    static Call compile(Tokens tokens, Expressions expressions) {
        tokens.expect("(");
        List<Expr> positional = new ArrayList<>();
        Map<String, Expr> named = new LinkedHashMap<>();
        List<Spread> spread = new ArrayList<>();
        boolean first = true;
        while (!expressions.closes(")", first)) {
            first = false;
            if (tokens.takes("*")) {
                spread.add(new Spread(expressions.expression(), false));
            } else if (tokens.takes("**")) {
                spread.add(new Spread(expressions.expression(), true));
            } else if (tokens.peek().kind() == Token.Kind.NAME
                    && tokens.peekNext().is("=")) {
                String name = tokens.name();
                tokens.expect("=");
                named.put(name, expressions.expression());
            } else if (named.isEmpty() && spread.isEmpty()) {
                positional.add(expressions.expression());
            } else {
                throw tokens.unexpected("an argument by name");
            }
        }
        return new Call(positional, named, spread);
    }

    Arguments eval(Scope scope) {
        List<Object> values = positional.isEmpty() ? List.of() : Operands.all(positional, scope);
        if (named.isEmpty() && spread.isEmpty()) {
            return new Arguments(values, Map.of(), scope.work());
        }
        List<Object> all = new ArrayList<>(values);
        Map<String, Object> byName = new LinkedHashMap<>();
        named.forEach((name, value) -> byName.put(name, value.eval(scope)));
        for (Spread more : spread) {
            Object value = more.value.eval(scope);
            if (!more.isNamed) {
                all.addAll(Values.items(value));
            } else if (value instanceof Map<?, ?> map) {
                map.forEach((name, v) -> byName.put(Text.str(name), v));
            } else {
                throw new WrongType("argument after ** must be a mapping, not " + Text.typeName(value));
            }
        }
        return new Arguments(all, byName, scope.work());
    }
}
