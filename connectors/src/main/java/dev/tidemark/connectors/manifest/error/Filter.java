package dev.tidemark.connectors.manifest.error;

import dev.tidemark.connectors.manifest.error.Resolution.Action;
import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An HttpResponseFilter: answers with one of these codes, or of which the predicate holds, or that say this. */
record Filter(
        Optional<Action> action,
        Set<Integer> codes,
        Optional<Condition> predicate,
        Optional<String> says,
        Optional<Expression> message) {

    static Filter of(Node node, Expressions expressions) {
        Optional<Action> action = node.text("action").flatMap(word -> {
            try {
                return Optional.of(Action.valueOf(word));
            } catch (IllegalArgumentException e) {
                node.problem("'action' " + word + " does not run here: it is one of "
                        + Arrays.stream(Action.values()).map(Action::name).collect(Collectors.joining(", ")));
                return Optional.empty();
            }
        });
        for (String code : node.texts("http_codes")) {
            if (Python.integer(code).isEmpty()) {
                node.problem("'http_codes' are numbers such as 404, not " + code);
            }
        }
        Set<Integer> codes = node.list("http_codes").stream()
                .map(code -> Python.integer(Python.str(code)))
                .flatMap(Optional::stream)
                .map(code -> ((Number) code).intValue())
                .collect(Collectors.toSet());
        return new Filter(
                action,
                codes,
                expressions.condition(node, "predicate"),
                node.text("error_message_contains").filter(t -> !t.isEmpty()),
                expressions.find(node, "error_message"));
    }

    Optional<Resolution> match(Reply reply, Context context) {
        boolean matches = codes.contains(reply.status())
                || predicate.filter(p -> p.test(reply.context(context))).isPresent()
                || says.filter(reply.message()::contains).isPresent();
        if (!matches || action.isEmpty()) {
            return Optional.empty();
        }
        String text = message.map(m -> m.text(reply.context(context)))
                .filter(t -> !t.isEmpty())
                .orElseGet(() -> Defaults.message(reply));
        return Optional.of(Resolution.of(action.get(), text));
    }
}
