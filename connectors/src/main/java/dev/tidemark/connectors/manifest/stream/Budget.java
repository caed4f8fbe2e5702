package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Template;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * So many requests in any window of this length. Which requests a policy matches is left aside: counted over all of them it
 * is only the more careful.
 */
public record Budget(long requests, Duration per) {

    public Budget {
        if (requests < 1 || per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("a budget is some requests in some time: " + requests + " per " + per);
        }
    }

    static List<Budget> of(Node top, Expressions expressions) {
        List<Budget> budgets = new ArrayList<>();
        Optional<Node> budget = top.child("api_budget");
        if (budget.isPresent()) {
            for (Node policy : budget.get().children("policies")) {
                long weight = weight(policy);
                switch (policy.type()) {
                    case "MovingWindowCallRatePolicy" ->
                        policy.children("rates")
                                .forEach(rate -> add(rate, "limit", "interval", weight, expressions, budgets));
                    case "FixedWindowCallRatePolicy" ->
                        add(policy, "call_limit", "period", weight, expressions, budgets);
                    case "UnlimitedCallRatePolicy" -> {}
                    default -> policy.refuse();
                }
            }
        }
        return budgets;
    }

    /** How many requests the dearest one that a policy matches counts for. */
    private static long weight(Node policy) {
        long most = 1;
        for (Node matcher : policy.children("matchers")) {
            Optional<Object> weight = matcher.text("weight").flatMap(Python::integer);
            if (matcher.has("weight")
                    && weight.filter(w -> w instanceof Long n && n > 0).isEmpty()) {
                matcher.problem("'weight' is a number of requests");
            }
            most = Math.max(most, weight.map(w -> ((Number) w).longValue()).orElse(1L));
        }
        return most;
    }

    /** A limit that hangs on the settings counts as they are by default; one that they do not have counts as none. */
    private static void add(
            Node node, String limit, String span, long weight, Expressions expressions, List<Budget> budgets) {
        String text = node.need(limit);
        boolean isTemplate = text.contains("{");
        Optional<Object> requests = isTemplate
                ? expressions
                        .need(node, limit)
                        .find(Context.of(Map.of()), Template.Kinds.ALL)
                        .map(Python::str)
                        .flatMap(Python::integer)
                : Python.integer(text);
        try {
            Duration per = Duration.parse(node.need(span));
            if (requests.isPresent() && requests.get() instanceof Long number && number > 0 && per.isPositive()) {
                budgets.add(new Budget(Math.max(1, number / weight), per));
                return;
            }
            if (isTemplate && per.isPositive()) {
                return;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        node.problem("'" + limit + "' is a number of requests, and '" + span + "' a span of time such as PT1M");
    }
}
