package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes the fields that its paths match, where the condition holds for their value. */
record RemoveFields(List<List<String>> paths, Optional<Condition> condition) implements Transformation {

    static RemoveFields of(Node node, Expressions expressions) {
        List<List<String>> paths = node.list("field_pointers").stream()
                .map(p -> p instanceof List<?> path
                        ? path.stream().map(Python::str).toList()
                        : Paths.split(Python.str(p)))
                .toList();
        if (paths.isEmpty() || paths.stream().anyMatch(List::isEmpty)) {
            node.problem("'field_pointers' is a list of paths");
            return new RemoveFields(List.of(), Optional.empty());
        }
        return new RemoveFields(paths, expressions.condition(node, "condition"));
    }

    @Override
    public void apply(Map<Object, Object> record, Context context) {
        for (List<String> path : paths) {
            Paths.remove(record, path, value -> {
                if (condition.isEmpty()) {
                    return true;
                }
                context.set("property", value);
                return condition.get().test(context);
            });
        }
    }
}
