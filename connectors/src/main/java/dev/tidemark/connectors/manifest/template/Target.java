package dev.tidemark.connectors.manifest.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@code set} and {@code for} set: a name, or several that share what a value holds. */
sealed interface Target {

    /** One name. */
    record Name(String name) implements Target {
        @Override
        public void bind(Scope scope, Object value) {
            scope.set(name, value);
        }

        @Override
        public void addTo(Set<String> names) {
            names.add(name);
        }
    }

    /** Several, each of which gets one item. */
    record Several(List<Target> targets) implements Target {
        @Override
        public void bind(Scope scope, Object value) {
            List<Object> values = Values.items(value);
            if (values.size() != targets.size()) {
                throw TemplateError.value("cannot unpack " + values.size() + " values into " + targets.size());
            }
            for (int i = 0; i < values.size(); i++) {
                targets.get(i).bind(scope, values.get(i));
            }
        }

        @Override
        public void addTo(Set<String> names) {
            targets.forEach(target -> target.addTo(names));
        }
    }

    void bind(Scope scope, Object value);

    void addTo(Set<String> names);

    default Set<String> names() {
        Set<String> names = new HashSet<>();
        addTo(names);
        return names;
    }

    static Target compile(Tokens tokens, Names names) {
        int before = names.depth();
        names.nest(tokens.peek().line());
        List<Target> targets = new ArrayList<>();
        boolean isSeveral = false;
        do {
            if (!targets.isEmpty()
                    && tokens.peek().kind() != Token.Kind.NAME
                    && !tokens.peek().is("(")) {
                isSeveral = true;
                break;
            }
            targets.add(one(tokens, names));
        } while (tokens.takes(","));
        names.leaveTo(before);
        return targets.size() == 1 && !isSeveral ? targets.getFirst() : new Several(targets);
    }

    private static Target one(Tokens tokens, Names names) {
        if (tokens.takes("(")) {
            Target inner = compile(tokens, names);
            tokens.expect(")");
            return inner;
        }
        return new Name(tokens.name());
    }
}
