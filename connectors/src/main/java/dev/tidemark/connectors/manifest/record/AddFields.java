package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Typed;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets fields to what templates say; where these say nothing, to the empty text. */
record AddFields(List<Added> fields, Optional<Condition> condition) implements Transformation {

    record Added(List<String> path, Typed value) {}

    static AddFields of(Node node, Expressions expressions) {
        List<Added> fields =
                node.children("fields").stream().map(f -> added(f, expressions)).toList();
        if (fields.isEmpty()) {
            node.problem("'fields' is missing");
        }
        return new AddFields(fields, expressions.condition(node, "condition"));
    }

    private static Added added(Node node, Expressions expressions) {
        List<String> path = node.texts("path");
        if (path.isEmpty()) {
            node.problem("'path' is missing");
        }
        return new Added(path, Typed.of(node, expressions));
    }

    @Override
    public void apply(Map<Object, Object> record, Context context) {
        for (Added field : fields) {
            Object value = field.value().eval(context);
            if (condition.isPresent()) {
                context.set("value", value);
                context.set("path", List.copyOf(field.path()));
                if (!condition.get().test(context)) {
                    continue;
                }
            }
            if (field.path().size() == 1) {
                record.put(field.path().getFirst(), value);
            } else {
                Paths.set(record, field.path(), value);
            }
        }
    }
}
