package dev.tidemark.connectors.manifest.expression;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Template.Kinds;

/** A {@code value} with the {@code value_type} that it is read as; where it is none such, it is what its text spells. */
public record Typed(Expression value, Kinds kinds) {

    public static Typed of(Node node, Expressions expressions) {
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
        return new Typed(expressions.need(node, "value"), kinds);
    }

    public Object eval(Context context) {
        return kinds == Kinds.ALL
                ? value.eval(context)
                : value.find(context, kinds).orElseGet(() -> value.eval(context));
    }
}
