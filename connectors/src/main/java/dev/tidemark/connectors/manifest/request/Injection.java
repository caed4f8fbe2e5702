package dev.tidemark.connectors.manifest.request;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.List;
import java.util.Optional;

/**
 * Where a value is put into a request (RequestOption).
 *
 * @param path the name, or, in a JSON body, the names of the maps on the way and the name
 */
public record Injection(Into into, List<Expression> path) {

    public static Optional<Injection> of(Node owner, String field, Expressions expressions) {
        return owner.child(field).flatMap(node -> read(node, expressions));
    }

    /** Reads a RequestOption. */
    public static Optional<Injection> read(Node node, Expressions expressions) {
        if (!node.type().equals("RequestOption") && !node.type().isEmpty()) {
            node.refuse();
            return Optional.empty();
        }
        Optional<Into> into = Into.of(node.need("inject_into"));
        if (into.isEmpty()) {
            node.problem("'inject_into' is none of request_parameter, header, body_data, body_json");
            return Optional.empty();
        }
        if (node.has("field_name") == node.has("field_path")) {
            node.problem("either 'field_name' or 'field_path' is needed, and only one of them");
            return Optional.empty();
        }
        if (node.has("field_path") && into.get() != Into.JSON) {
            node.problem("'field_path' is for body_json only");
        }
        List<Expression> path = node.has("field_path")
                ? expressions.list(node, "field_path")
                : List.of(expressions.need(node, "field_name"));
        return Optional.of(new Injection(into.get(), path));
    }

    public void put(Options options, Object value, Context context) {
        List<String> names = path.stream().map(p -> p.text(context)).toList();
        if (names.size() == 1) {
            options.put(into, names.getFirst(), value);
        } else {
            Paths.set(options.at(into), names, value);
        }
    }
}
