package dev.tidemark.connectors.manifest.expression;

import dev.tidemark.connectors.manifest.template.Template;
import dev.tidemark.connectors.manifest.template.Tuple;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** A template that says yes or no. What is neither false, zero nor empty says yes, null too. */
public final class Condition {

    private static final Set<String> NO = Set.of("False", "false", "{}", "[]", "()", "", "0", "0.0");

    private final Expression expression;

    Condition(Expression expression) {
        this.expression = expression;
    }

    public boolean test(Context context) {
        return expression
                .find(context, Template.Kinds.ALL)
                .filter(Condition::saysYes)
                .isPresent();
    }

    private static boolean saysYes(Object value) {
        return switch (value) {
            case Boolean bool -> bool;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !NO.contains(text);
            case Tuple tuple -> !tuple.items().isEmpty();
            case Collection<?> items -> !items.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    @Override
    public String toString() {
        return expression.toString();
    }
}
