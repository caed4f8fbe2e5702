package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
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

    static List<Budget> of(Node top) {
        List<Budget> budgets = new ArrayList<>();
        Optional<Node> budget = top.child("api_budget");
        if (budget.isPresent()) {
            for (Node policy : budget.get().children("policies")) {
                switch (policy.type()) {
                    case "MovingWindowCallRatePolicy" ->
                        policy.children("rates").forEach(rate -> add(rate, "limit", "interval", budgets));
                    case "FixedWindowCallRatePolicy" -> add(policy, "call_limit", "period", budgets);
                    case "UnlimitedCallRatePolicy" -> {}
                    default -> policy.refuse();
                }
            }
        }
        return budgets;
    }

    private static void add(Node node, String limit, String span, List<Budget> budgets) {
        Optional<Object> requests = Python.integer(node.need(limit));
        try {
            Duration per = Duration.parse(node.need(span));
            if (requests.isPresent() && requests.get() instanceof Long number && number > 0 && per.isPositive()) {
                budgets.add(new Budget(number, per));
                return;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        node.problem("'" + limit + "' is a number of requests, and '" + span + "' a span of time such as PT1M");
    }
}
