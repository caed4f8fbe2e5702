package dev.tidemark.connectors.manifest.ours;

import dev.tidemark.connectors.manifest.auth.Authenticator;
import dev.tidemark.connectors.manifest.auth.Authenticators;
import dev.tidemark.connectors.manifest.error.ErrorHandler;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Nested;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Requester;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One request for a batch of rows.
 *
 * @param body of the request, whose values keep their types; empty where the requester says all
 * @param item what one row becomes in the list of items; empty for the row as it is
 * @param batch the most rows of one request
 * @param results where in the answer the results of the rows are; empty where the answer is the result of the only row
 */
public record Action(
        Requester requester,
        Authenticator authenticator,
        ErrorHandler errors,
        Optional<Nested> body,
        Optional<Nested> item,
        int batch,
        Optional<List<String>> results) {

    static final Set<String> KEYS = Set.of("requester", "body", "item", "batch", "results");

    static Optional<Action> of(Node node, Expressions expressions) {
        Optional<Node> requester = node.needChild("requester").map(r -> r.component("HttpRequester"));
        if (requester.isEmpty()) {
            return Optional.empty();
        }
        if (!requester.get().type().equals("HttpRequester")) {
            requester.get().refuse();
            return Optional.empty();
        }
        if (node.has("body")
                && (requester.get().has("request_body_json") || requester.get().has("request_body"))) {
            node.at("body").problem("the requester has a body already");
        }
        int batch = batch(node);
        Optional<List<String>> results = node.has("results") ? Optional.of(node.texts("results")) : Optional.empty();
        if (batch > 1 && results.isEmpty()) {
            node.problem("'results' is missing: where in the answer the results of the rows are, in the order sent");
        }
        return Optional.of(new Action(
                Requester.of(requester.get(), expressions),
                Authenticators.of(requester.get(), "authenticator", expressions),
                ErrorHandler.of(requester.get(), expressions),
                node.find("body").map(body -> expressions.nested(node.at("body"), body)),
                node.find("item").map(item -> expressions.nested(node.at("item"), item)),
                batch,
                results));
    }

    private static int batch(Node node) {
        Optional<String> written = node.text("batch");
        if (written.isEmpty()) {
            return 1;
        }
        if (Python.integer(written.get()).orElse(0L) instanceof Long number && number >= 1 && number <= 10_000) {
            return number.intValue();
        }
        node.at("batch").problem("'" + written.get() + "' is no number of rows from 1 to 10000");
        return 1;
    }
}
