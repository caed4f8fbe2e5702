package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compiles what operators stand between: literals and names, and all that may follow them. */
final class Operands {

    /** What follows a test without being what it is asked about. */
    private static final Set<String> NO_ARGUMENTS = Set.of("else", "or", "and", "is", "if", "not", "in");

    private final Tokens tokens;
    private final Names names;
    private final Expressions expressions;

    Operands(Tokens tokens, Names names, Expressions expressions) {
        this.tokens = tokens;
        this.names = names;
        this.expressions = expressions;
    }

    static List<Object> all(List<Expr> items, Scope scope) {
        List<Object> values = new ArrayList<>(items.size());
        for (Expr item : items) {
            values.add(item.eval(scope));
        }
        return values;
    }

    private static Expr constant(Object value) {
        return scope -> value;
    }

    Expr primary() {
        return switch (tokens.peek().kind()) {
            case NAME -> named(tokens.name());
            case STRING -> constant(strings());
            case INTEGER -> constant(integer(tokens.next().value()));
            case FLOAT -> constant(Double.valueOf(tokens.next().value()));
            case OPERATOR, END -> collection();
        };
    }

    /** One string, or several side by side. */
    private String strings() {
        StringBuilder text = new StringBuilder();
        while (tokens.peek().kind() == Token.Kind.STRING) {
            text.append(tokens.next().value());
        }
        return text.toString();
    }

    private Expr collection() {
        if (tokens.takes("(")) {
            if (tokens.takes(")")) {
                return constant(new Tuple(List.of()));
            }
            Expr value = expressions.tuple(true);
            tokens.expect(")");
            return value;
        }
        if (tokens.takes("[")) {
            List<Expr> items = expressions.until("]");
            return scope -> all(items, scope);
        }
        if (tokens.takes("{")) {
            return map();
        }
        throw tokens.unexpected("a value");
    }

    private static Object integer(String digits) {
        String plain = digits.replace("_", "").toLowerCase(Locale.ROOT);
        int base = plain.startsWith("0x") ? 16 : plain.startsWith("0o") ? 8 : plain.startsWith("0b") ? 2 : 10;
        if (plain.length() > Numerals.MOST_DIGITS) {
            throw new TemplateSyntax("an integer of more than " + Numerals.MOST_DIGITS + " digits");
        }
        return Numbers.of(new BigInteger(base == 10 ? plain : plain.substring(2), base));
    }

    private Expr named(String name) {
        return switch (name) {
            case "true", "True" -> constant(true);
            case "false", "False" -> constant(false);
            case "none", "None" -> constant(None.NONE);
            default -> {
                names.read(name);
                Undefined missing = new Undefined("'" + name + "' is undefined");
                yield scope -> {
                    Object value = scope.find(name);
                    return value == null ? missing : value;
                };
            }
        };
    }

    private Expr map() {
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!expressions.closes("}", keys.isEmpty())) {
            keys.add(expressions.expression());
            tokens.expect(":");
            values.add(expressions.expression());
        }
        return scope -> {
            Map<Object, Object> map = LinkedHashMap.newLinkedHashMap(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                map.put(Values.hashable(keys.get(i).eval(scope)), values.get(i).eval(scope));
            }
            return map;
        };
    }

    Expr postfix(Expr start) {
        Expr value = start;
        while (true) {
            int line = tokens.peek().line();
            if (tokens.takes(".")) {
                value = dotted(value);
            } else if (tokens.takes("[")) {
                value = subscript(value);
            } else if (tokens.peek().is("(")) {
                value = called(value);
            } else {
                return value;
            }
            names.link(line);
        }
    }

    private Expr dotted(Expr value) {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.INTEGER) {
            Object index = integer(tokens.next().value());
            return scope -> Lookups.item(value.eval(scope), index);
        }
        if (token.kind() != Token.Kind.NAME) {
            throw tokens.unexpected("a name or a number");
        }
        String name = tokens.name();
        return MapMethods.NAMES.contains(name)
                ? scope -> Lookups.attribute(value.eval(scope), name)
                : scope -> Lookups.field(value.eval(scope), name);
    }

    private Expr subscript(Expr value) {
        Expr nothing = constant(None.NONE);
        boolean isKey = !tokens.peek().is(":");
        Expr first = isKey ? expressions.expression() : nothing;
        if (isKey && tokens.takes("]")) {
            return scope -> Lookups.item(value.eval(scope), first.eval(scope));
        }
        if (isKey && tokens.peek().is(",")) {
            List<Expr> keys = new ArrayList<>(List.of(first));
            while (tokens.takes(",")) {
                keys.add(expressions.expression());
            }
            tokens.expect("]");
            return scope -> Lookups.item(value.eval(scope), new Tuple(all(keys, scope)));
        }
        tokens.expect(":");
        Expr to = tokens.peek().is(":") || tokens.peek().is("]") ? nothing : expressions.expression();
        Expr step = tokens.takes(":") && !tokens.peek().is("]") ? expressions.expression() : nothing;
        tokens.expect("]");
        return scope -> Lookups.slice(value.eval(scope), first.eval(scope), to.eval(scope), step.eval(scope));
    }

    private Expr called(Expr callee) {
        Call call = Call.compile(tokens, expressions);
        return scope -> {
            Object function = callee.eval(scope);
            if (function instanceof Function method) {
                return call(method, call.eval(scope));
            }
            Undefined.refuse(function);
            throw new WrongType("'" + Text.typeName(function) + "' object is not callable");
        };
    }

    private static Object call(Function method, Arguments arguments) {
        try {
            return method.call(arguments);
        } catch (UnsupportedOperationException e) {
            throw new TemplateError("ReadOnlyError", "the template changes a value that it was only given to read");
        }
    }

    Expr filtered(Expr start) {
        Expr value = start;
        while (true) {
            int line = tokens.peek().line();
            if (tokens.takes("|")) {
                value = filter(value);
            } else if (tokens.takesName("is")) {
                value = check(value);
            } else if (tokens.peek().is("(")) {
                value = called(value);
            } else {
                return value;
            }
            names.link(line);
        }
    }

    /** A filter on this value, without the sign before it. */
    Expr filter(Expr value) {
        String name = dottedName();
        Filter filter = Filters.find(name).orElseGet(() -> {
            String missing = "No filter named '" + name + "'.";
            names.doubt(new TemplateSyntax(missing + " In line " + tokens.peek().line()));
            return (v, a) -> {
                throw new TemplateError("TemplateRuntimeError", missing);
            };
        });
        Call call = tokens.peek().is("(") ? Call.compile(tokens, expressions) : Call.NONE;
        return scope -> filter.apply(value.eval(scope), call.eval(scope));
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(tokens.name());
        while (tokens.takes(".")) {
            name.append('.').append(tokens.name());
        }
        return name.toString();
    }

    private Expr check(Expr value) {
        boolean negated = tokens.takesName("not");
        String name = dottedName();
        Checks.Check check = Checks.find(name).orElseGet(() -> {
            String missing = "No test named '" + name + "'.";
            names.doubt(new TemplateSyntax(missing + " In line " + tokens.peek().line()));
            return (v, a) -> {
                throw new TemplateError("TemplateRuntimeError", missing);
            };
        });
        Call call = Call.NONE;
        if (tokens.peek().is("(")) {
            call = Call.compile(tokens, expressions);
        } else if (isArgumentAhead()) {
            call = Call.of(postfix(primary()));
        }
        Call asked = call;
        return scope -> negated != check.holds(value.eval(scope), asked.eval(scope));
    }

    private boolean isArgumentAhead() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> !NO_ARGUMENTS.contains(token.value());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.is("[") || token.is("{");
            case END -> false;
        };
    }
}
