package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.custom.Twins;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the records in a body.
 *
 * @param path where they are
 * @param custom what finds them instead
 * @param expander what makes several of each
 */
record Extractor(List<Expression> path, Optional<Custom> custom, Optional<Expander> expander) {

    /** Finds records by other means than a path. */
    @FunctionalInterface
    interface Custom {
        void extract(Object body, Context context, List<Object> records);
    }

    Extractor(List<Expression> path) {
        this(path, Optional.empty(), Optional.empty());
    }

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
        if (node.type().equals("CustomRecordExtractor")) {
            return new Extractor(List.of(), custom(node, expressions), Optional.empty());
        }
        if (!node.type().equals("DpathExtractor")) {
            node.refuse();
        }
        return new Extractor(expressions.list(node, "field_path"), Optional.empty(), Expander.of(node, expressions));
    }

    private static Optional<Custom> custom(Node node, Expressions expressions) {
        return Reshape.isMeant(node)
                ? Reshape.Find.of(node, expressions).map(reshape -> reshape::extract)
                : Twins.find(node)
                        .map(find ->
                                (body, context, records) -> records.addAll(find.records(body, context.settings())));
    }

    /** The names of the maps on the way, where they are always the same and nothing else is meant by them. */
    Optional<List<String>> fixed() {
        boolean isFixed = custom.isEmpty()
                && expander.isEmpty()
                && path.stream()
                        .allMatch(p -> p.isFixed() && NAME.matcher(p.toString()).matches());
        return isFixed ? Optional.of(path.stream().map(Expression::toString).toList()) : Optional.empty();
    }

    void extract(Object body, Context context, List<Object> records) {
        if (expander.isEmpty()) {
            find(body, context, records);
            return;
        }
        List<Object> found = new ArrayList<>();
        find(body, context, found);
        found.forEach(record -> expander.get().expand(record, context, records));
    }

    private void find(Object body, Context context, List<Object> records) {
        if (custom.isPresent()) {
            custom.get().extract(body, context, records);
            return;
        }
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
