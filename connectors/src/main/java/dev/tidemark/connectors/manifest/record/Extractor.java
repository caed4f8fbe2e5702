package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A DpathExtractor: the place of the records in a body. */
record Extractor(List<Expression> path) {

    /** Neither an index nor a pattern, nor anything that Python would read as a value. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.@:-]*");

    static Extractor of(Node selector, Expressions expressions) {
        Optional<Node> node = selector.needChild("extractor");
        if (node.isEmpty()) {
            return new Extractor(List.of());
        }
        return read(node.get(), expressions);
    }

    static Extractor read(Node node, Expressions expressions) {
        if (!node.type().equals("DpathExtractor")) {
            node.refuse();
        }
        node.refuse("record_expander");
        return new Extractor(expressions.list(node, "field_path"));
    }

    /** The names of the maps on the way, where they are always the same and nothing else is meant by them. */
    Optional<List<String>> fixed() {
        boolean isFixed = path.stream()
                .allMatch(p -> p.isFixed() && NAME.matcher(p.toString()).matches());
        return isFixed ? Optional.of(path.stream().map(Expression::toString).toList()) : Optional.empty();
    }

    void extract(Object body, Context context, List<Object> records) {
        if (path.isEmpty()) {
            add(body, records);
            return;
        }
        List<String> steps = path.stream().map(p -> p.text(context)).toList();
        if (steps.contains("*")) {
            records.addAll(Paths.values(body, steps));
        } else {
            Paths.get(body, steps).ifPresent(found -> add(found, records));
        }
    }

    private static void add(Object found, List<Object> records) {
        if (found instanceof List<?> list) {
            records.addAll(list);
        } else if (Python.truth(found)) {
            records.add(found);
        }
    }
}
