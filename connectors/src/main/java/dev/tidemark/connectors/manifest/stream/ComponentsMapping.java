package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
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
record ComponentsMapping(
        List<Expression> path, Expression value, Kinds kinds, boolean creates, Optional<Condition> condition) {

    static ComponentsMapping of(Node node, Expressions expressions) {
        if (node.list("field_path").isEmpty()) {
            node.problem("'field_path' is missing");
        }
        Kinds kinds = switch (node.text("value_type").orElse("")) {
            case "" -> Kinds.ALL;
            case "string" -> Kinds.TEXT;
            case "integer" -> Kinds.INTEGER;
            case "number" -> Kinds.NUMBER;
            case "boolean" -> Kinds.BOOLEAN;
            default -> {
                node.problem("'value_type' is none of string, number, integer, boolean");
                yield Kinds.ALL;
            }
        };
        return new ComponentsMapping(
                expressions.list(node, "field_path"),
                expressions.need(node, "value"),
                kinds,
                node.flag("create_or_update"),
                expressions.condition(node, "condition"));
    }

    void apply(Map<Object, Object> template, Context context) {
        if (condition.isPresent() && !condition.get().test(context)) {
            return;
        }
        Object said = kinds == Kinds.ALL
                ? value.eval(context)
                : value.find(context, kinds).orElseGet(() -> value.eval(context));
        Object parsed = said instanceof String text && kinds != Kinds.TEXT ? Manifests.value(text) : said;
        List<String> steps = path.stream().map(p -> p.text(context)).toList();
        if (Paths.replace(template, steps, parsed) == 0 && creates) {
            Paths.set(template, steps, parsed);
        }
    }
}
