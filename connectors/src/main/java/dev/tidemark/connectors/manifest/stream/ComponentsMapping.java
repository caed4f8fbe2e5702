package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Typed;
import dev.tidemark.connectors.manifest.load.Manifests;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Template.Kinds;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One value that is written into the template of a stream.
 *
 * @param path where; with {@code *} and {@code **} at every place that fits
 * @param creates whether the place is made where it is not there
 */
record ComponentsMapping(List<Expression> path, Typed value, boolean creates, Optional<Condition> condition) {

    static ComponentsMapping of(Node node, Expressions expressions) {
        if (node.list("field_path").isEmpty()) {
            node.problem("'field_path' is missing");
        }
        return new ComponentsMapping(
                expressions.list(node, "field_path"),
                Typed.of(node, expressions),
                node.flag("create_or_update"),
                expressions.condition(node, "condition"));
    }

    void apply(Map<Object, Object> template, Context context) {
        if (condition.isPresent() && !condition.get().test(context)) {
            return;
        }
        Object said = value.eval(context);
        Object parsed = said instanceof String text && value.kinds() != Kinds.TEXT ? Manifests.value(text) : said;
        List<String> steps = path.stream().map(p -> p.text(context)).toList();
        if (Paths.replace(template, steps, parsed) == 0 && creates) {
            Paths.set(template, steps, parsed);
        }
    }
}
