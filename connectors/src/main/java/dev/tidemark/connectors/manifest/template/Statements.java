package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles a template: its text, its expressions, and the statements if, for, set, with, filter and print. */
final class Statements {

    private static final Set<String> NOT_FOR_MANIFESTS =
            Set.of("macro", "call", "block", "extends", "include", "import", "from", "autoescape");

    private final List<Lexer.Part> parts;
    private final Names names = new Names();
    private int at;

    private Statements(List<Lexer.Part> parts) {
        this.parts = parts;
    }

    /**
     * A template in parts.
     *
     * @param free the names that must be given
     * @param only the expression, where the template is nothing else
     */
    record Compiled(List<Node> nodes, Set<String> free, Optional<Expr> only) {}

    static Compiled compile(String template) {
        List<Lexer.Part> parts = Lexer.parts(template);
        Statements statements = new Statements(parts);
        Optional<Expr> only = Optional.empty();
        List<Node> nodes = List.of();
        if (parts.size() == 1 && parts.getFirst() instanceof Lexer.Part.Expression expression) {
            only = Optional.of(Expressions.whole(expression.tokens(), statements.names));
        } else {
            nodes = statements.until(Set.of());
        }
        statements.names.check();
        return new Compiled(nodes, statements.names.free(), only);
    }

    /** Until one of these statements, which is left for the caller. */
    private List<Node> until(Set<String> closers) {
        List<Node> nodes = new ArrayList<>();
        while (at < parts.size()) {
            switch (parts.get(at)) {
                case Lexer.Part.Plain plain -> {
                    at++;
                    nodes.add((scope, out) -> out.append(plain.text()));
                }
                case Lexer.Part.Expression part -> {
                    at++;
                    nodes.add(printed(Expressions.whole(part.tokens(), names)));
                }
                case Lexer.Part.Statement statement -> {
                    if (closers.contains(statement.name())) {
                        return nodes;
                    }
                    at++;
                    nodes.add(statement(new Tokens(statement.tokens())));
                }
            }
        }
        if (!closers.isEmpty()) {
            throw new TemplateSyntax("Unexpected end of template. Jinja was looking for the following tags: "
                    + String.join(" or ", closers.stream().sorted().toList()));
        }
        return nodes;
    }

    private static Node printed(Expr value) {
        return (scope, out) -> out.append(Text.str(value.eval(scope)));
    }

    private Node statement(Tokens tokens) {
        int before = names.depth();
        names.nest(tokens.peek().line());
        String tag = tokens.name();
        Node node = switch (tag) {
            case "if" -> conditional(tokens);
            case "for" -> loop(tokens);
            case "set" -> assignment(tokens);
            case "with" -> with(tokens);
            case "filter" -> filter(tokens);
            case "print" -> printed(whole(tokens));
            default ->
                throw new TemplateSyntax(
                        NOT_FOR_MANIFESTS.contains(tag)
                                ? "the tag '" + tag + "' has no use in a manifest and is not supported."
                                : "Encountered unknown tag '" + tag + "'.");
        };
        names.leaveTo(before);
        return node;
    }

    private Expr whole(Tokens tokens) {
        Expr value = new Expressions(tokens, names).tuple(true);
        tokens.end();
        return value;
    }

    private String closer() {
        return ((Lexer.Part.Statement) parts.get(at)).name();
    }

    /** The statement that closes, behind its name. */
    private Tokens closing() {
        Tokens tokens = new Tokens(((Lexer.Part.Statement) parts.get(at++)).tokens());
        tokens.name();
        return tokens;
    }

    private void close() {
        closing().end();
    }

    /** One path of an if. */
    private record Branch(Expr test, List<Node> body) {}

    private Node conditional(Tokens first) {
        int doubts = names.doubts();
        List<Branch> branches = new ArrayList<>();
        Set<String> set = new HashSet<>();
        Tokens tokens = first;
        String closer = "elif";
        while (!closer.equals("endif")) {
            Expr test = closer.equals("else") ? scope -> true : new Expressions(tokens, names).tuple(false);
            tokens.end();
            names.open(Set.of());
            branches.add(
                    new Branch(test, until(closer.equals("else") ? Set.of("endif") : Set.of("elif", "else", "endif"))));
            set.addAll(names.close());
            closer = closer();
            tokens = closing();
        }
        tokens.end();
        names.setOnSomePath(set);
        names.forgive(doubts);
        return (scope, out) -> {
            for (Branch branch : branches) {
                if (Values.truth(branch.test.eval(scope))) {
                    Node.renderAll(branch.body, scope, out);
                    return;
                }
            }
        };
    }

    private Node loop(Tokens tokens) {
        Target target = Target.compile(tokens, names);
        if (!tokens.takesName("in")) {
            throw tokens.unexpected("'in'");
        }
        Expressions expressions = new Expressions(tokens, names);
        Expr items = expressions.tuple(false);
        Set<String> inner = target.names();
        inner.add("loop");
        names.open(inner);
        Optional<Expr> filter = tokens.takesName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        tokens.end();
        List<Node> body = until(Set.of("else", "endfor"));
        names.close();
        List<Node> otherwise = List.of();
        if (closer().equals("else")) {
            close();
            names.open(Set.of());
            otherwise = until(Set.of("endfor"));
            names.close();
        }
        close();
        List<Node> empty = otherwise;
        return (scope, out) -> {
            List<Object> all = chosen(items.eval(scope), target, filter, scope);
            Loop loop = new Loop(all);
            for (int i = 0; i < all.size(); i++) {
                scope.work().round();
                loop.goTo(i);
                Scope each = bound(scope, target, all.get(i));
                each.set("loop", loop);
                Node.renderAll(body, each, out);
            }
            if (all.isEmpty()) {
                Node.renderAll(empty, scope.inner(), out);
            }
        };
    }

    private static List<Object> chosen(Object items, Target target, Optional<Expr> filter, Scope scope) {
        List<Object> all = Values.items(items);
        if (filter.isEmpty()) {
            return all;
        }
        List<Object> chosen = new ArrayList<>();
        for (Object item : all) {
            scope.work().round();
            if (Values.truth(filter.get().eval(bound(scope, target, item)))) {
                chosen.add(item);
            }
        }
        return chosen;
    }

    private static Scope bound(Scope scope, Target target, Object item) {
        Scope inner = scope.inner();
        target.bind(inner, item);
        return inner;
    }

    private Node assignment(Tokens tokens) {
        Target target = Target.compile(tokens, names);
        if (target instanceof Target.Name(String name) && tokens.takes(".")) {
            return fieldAssignment(name, tokens);
        }
        if (tokens.takes("=")) {
            Expr value = whole(tokens);
            names.set(target.names());
            return (scope, out) -> target.bind(scope, value.eval(scope));
        }
        Expr written = blockFilter(tokens, tokens.takes("|"), "endset");
        names.set(target.names());
        return (scope, out) -> target.bind(scope, written.eval(scope));
    }

    private Node fieldAssignment(String name, Tokens tokens) {
        String field = tokens.name();
        names.read(name);
        tokens.expect("=");
        Expr value = whole(tokens);
        return (scope, out) -> {
            if (!(scope.find(name) instanceof Namespace namespace)) {
                throw new TemplateError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
            }
            namespace.set(field, value.eval(scope));
        };
    }

    private Node filter(Tokens tokens) {
        return printed(blockFilter(tokens, true, "endfilter"));
    }

    /** The text of what is written until the closing tag, with filters on it where there are some. */
    private Expr blockFilter(Tokens tokens, boolean isFiltered, String closer) {
        // The body comes later, but the filters must be compiled where they stand.
        List<List<Node>> body = new ArrayList<>();
        Expr text = scope -> {
            StringBuilder out = new StringBuilder();
            Node.renderAll(body.getFirst(), scope.inner(), out);
            return out.toString();
        };
        if (isFiltered) {
            Operands operands = new Expressions(tokens, names).operands();
            text = operands.filtered(operands.filter(text));
        }
        tokens.end();
        names.open(Set.of());
        body.add(until(Set.of(closer)));
        names.close();
        close();
        return text;
    }

    private Node with(Tokens tokens) {
        List<Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        Set<String> inner = new HashSet<>();
        while (tokens.peek().kind() != Token.Kind.END) {
            if (!targets.isEmpty()) {
                tokens.expect(",");
            }
            Target target = new Target.Name(tokens.name());
            tokens.expect("=");
            targets.add(target);
            values.add(new Expressions(tokens, names).expression());
            target.addTo(inner);
        }
        names.open(inner);
        List<Node> body = until(Set.of("endwith"));
        names.close();
        close();
        return (scope, out) -> {
            Scope own = scope.inner();
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).bind(own, values.get(i).eval(scope));
            }
            Node.renderAll(body, own, out);
        };
    }
}
