package dev.tidemark.connectors.manifest.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles the parts of a template: text, expressions, and the statements if, for, set and raw. */
final class Parser {

    private final List<Lexer.Part> parts;
    private int at;
    private final Deque<Set<String>> declared = new ArrayDeque<>();
    private final Set<String> free = new LinkedHashSet<>();

    private Parser(List<Lexer.Part> parts) {
        this.parts = parts;
        declared.push(new HashSet<>());
    }

    /**
     * A template in parts.
     *
     * @param free the names that must be given
     * @param only the expression, where the template is nothing else
     */
    record Parsed(List<Node> nodes, Set<String> free, Optional<Expr> only) {}

    static Parsed parse(String template) {
        List<Lexer.Part> parts = Lexer.parts(template);
        Parser parser = new Parser(parts);
        if (parts.size() == 1 && parts.getFirst() instanceof Lexer.Part.Expression expression) {
            Expr only = parser.expression(expression);
            return new Parsed(List.of(), parser.free, Optional.of(only));
        }
        List<Node> nodes = parser.nodes(Set.of());
        return new Parsed(nodes, parser.free, Optional.empty());
    }

    private void load(String name) {
        if (declared.stream().noneMatch(names -> names.contains(name))) {
            free.add(name);
        }
    }

    private Expressions expressions(List<Token> tokens) {
        return new Expressions(tokens, this::load);
    }

    private Expr expression(Lexer.Part.Expression part) {
        Expressions expressions = expressions(part.tokens());
        Expr value = expressions.tuple(true);
        expressions.end();
        return value;
    }

    /** Until one of these statements, which is left for the caller. */
    private List<Node> nodes(Set<String> until) {
        List<Node> nodes = new ArrayList<>();
        while (at < parts.size()) {
            switch (parts.get(at)) {
                case Lexer.Part.Plain plain -> {
                    at++;
                    nodes.add((scope, out) -> out.append(plain.text()));
                }
                case Lexer.Part.Expression part -> {
                    at++;
                    Expr value = expression(part);
                    nodes.add((scope, out) -> out.append(Text.str(value.eval(scope))));
                }
                case Lexer.Part.Statement statement -> {
                    String name = statement.tokens().getFirst().value();
                    if (until.contains(name)) {
                        return nodes;
                    }
                    at++;
                    nodes.add(statement(statement));
                }
            }
        }
        if (!until.isEmpty()) {
            throw new TemplateSyntax("Unexpected end of template. Jinja was looking for the following tags: "
                    + String.join(" or ", until));
        }
        return nodes;
    }

    private Node statement(Lexer.Part.Statement statement) {
        Expressions tokens = expressions(statement.tokens());
        String name = tokens.name();
        return switch (name) {
            case "if" -> conditional(tokens);
            case "for" -> loop(tokens);
            case "set" -> assignment(tokens);
            default -> throw new TemplateSyntax("Encountered unknown tag '" + name + "'.");
        };
    }

    private static void render(List<Node> nodes, Scope scope, StringBuilder out) {
        for (Node node : nodes) {
            node.render(scope, out);
        }
    }

    private Expressions closing() {
        Expressions tokens = expressions(((Lexer.Part.Statement) parts.get(at++)).tokens());
        tokens.name();
        return tokens;
    }

    private String closer() {
        return ((Lexer.Part.Statement) parts.get(at)).tokens().getFirst().value();
    }

    private Node conditional(Expressions first) {
        record Branch(Optional<Expr> test, List<Node> body) {}
        List<Branch> branches = new ArrayList<>();
        List<Set<String>> sets = new ArrayList<>();
        Optional<Expressions> tokens = Optional.of(first);
        boolean open = true;
        while (open) {
            Optional<Expr> test = tokens.map(t -> t.tuple(false));
            declared.push(new HashSet<>());
            branches.add(new Branch(test, nodes(Set.of("elif", "else", "endif"))));
            sets.add(declared.pop());
            String closer = closer();
            Expressions closing = closing();
            tokens = closer.equals("elif") ? Optional.of(closing) : Optional.empty();
            open = !closer.equals("endif");
        }
        if (branches.getLast().test.isPresent()) {
            sets.add(Set.of());
        }
        // What only some branches set must be given where another is taken.
        for (Set<String> set : sets) {
            for (String name : set) {
                if (!sets.stream().allMatch(s -> s.contains(name))) {
                    load(name);
                }
                declared.element().add(name);
            }
        }
        return (scope, out) -> {
            for (Branch branch : branches) {
                if (branch.test.isEmpty() || Values.truth(branch.test.get().eval(scope))) {
                    render(branch.body, scope, out);
                    return;
                }
            }
        };
    }

    private List<String> targets(Expressions tokens) {
        boolean bracketed = tokens.takes("(");
        List<String> names = new ArrayList<>(List.of(tokens.name()));
        while (tokens.takes(",")) {
            names.add(tokens.name());
        }
        if (bracketed) {
            tokens.expect(")");
        }
        return names;
    }

    private Node loop(Expressions tokens) {
        List<String> names = targets(tokens);
        if (!tokens.takesName("in")) {
            throw tokens.unexpected("'in'");
        }
        Expr items = tokens.tuple(false);
        Set<String> inner = new HashSet<>(names);
        inner.add("loop");
        declared.push(inner);
        Optional<Expr> filter = tokens.takesName("if") ? Optional.of(tokens.expression()) : Optional.empty();
        tokens.end();
        List<Node> body = nodes(Set.of("else", "endfor"));
        declared.pop();
        List<Node> otherwise = List.of();
        if (closer().equals("else")) {
            closing();
            otherwise = nodes(Set.of("endfor"));
        }
        closing();
        List<Node> empty = otherwise;
        return (scope, out) -> {
            List<Object> all = Values.items(items.eval(scope));
            if (filter.isPresent()) {
                all = all.stream()
                        .filter(item -> Values.truth(filter.get().eval(bound(scope, names, item))))
                        .toList();
            }
            for (int i = 0; i < all.size(); i++) {
                Scope each = bound(scope, names, all.get(i));
                each.set("loop", new Loop(all, i));
                render(body, each, out);
            }
            if (all.isEmpty()) {
                render(empty, scope, out);
            }
        };
    }

    private static Scope bound(Scope scope, List<String> names, Object item) {
        Scope inner = scope.inner();
        bind(inner, names, item);
        return inner;
    }

    private static void bind(Scope scope, List<String> names, Object value) {
        if (names.size() == 1) {
            scope.set(names.getFirst(), value);
            return;
        }
        List<Object> values = Values.items(value);
        if (values.size() != names.size()) {
            throw TemplateError.value("cannot unpack " + values.size() + " values into " + names.size());
        }
        for (int i = 0; i < names.size(); i++) {
            scope.set(names.get(i), values.get(i));
        }
    }

    private Node assignment(Expressions tokens) {
        List<String> names = targets(tokens);
        if (tokens.takes(".")) {
            String field = tokens.name();
            load(names.getFirst());
            tokens.expect("=");
            Expr value = tokens.tuple(true);
            tokens.end();
            return (scope, out) -> {
                if (!(scope.find(names.getFirst()) instanceof Namespace namespace)) {
                    throw new TemplateError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
                }
                namespace.set(field, value.eval(scope));
            };
        }
        if (tokens.takes("=")) {
            Expr value = tokens.tuple(true);
            tokens.end();
            declared.element().addAll(names);
            return (scope, out) -> bind(scope, names, value.eval(scope));
        }
        tokens.end();
        List<Node> body = nodes(Set.of("endset"));
        closing();
        declared.element().addAll(names);
        return (scope, out) -> {
            StringBuilder text = new StringBuilder();
            render(body, scope, text);
            bind(scope, names, text.toString());
        };
    }
}
