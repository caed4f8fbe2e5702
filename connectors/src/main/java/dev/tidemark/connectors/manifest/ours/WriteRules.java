package dev.tidemark.connectors.manifest.ours;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.rest.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How rows are written to one type of data.
 *
 * @param fields what can be written, as a JSON schema's properties
 * @param id where in a result the record's id is
 */
public record WriteRules(
        Map<Object, Object> fields,
        List<String> id,
        Optional<Change> create,
        Optional<Change> update,
        Optional<Change> upsert,
        Optional<Find> find) {

    static final Set<String> KEYS = Set.of("fields", "id", "create", "update", "upsert", "find");
    static final Set<String> CHANGE_KEYS =
            Set.of("requester", "body", "item", "batch", "results", "match", "failed", "code", "message", "created");
    static final Set<String> FIND_KEYS = Set.of("requester", "body", "item", "batch", "results", "match", "more");

    /**
     * A request that changes the app.
     *
     * @param match the fields by which a row can be matched to a record
     * @param failed whether a result says that its row is not in
     * @param code the API's word for the reason
     * @param message the API's sentence
     * @param created whether a result says that its row is new
     */
    public record Change(
            Action action,
            List<String> match,
            Optional<Condition> failed,
            Optional<Expression> code,
            Optional<Expression> message,
            Optional<Condition> created) {}

    /**
     * A request that finds records by values of a field.
     *
     * @param match the fields that it can ask by
     * @param more whether the answer says that there are more records than it holds
     */
    public record Find(Action action, List<String> match, Optional<Condition> more) {}

    static WriteRules of(Node node, Map<Object, Object> readable, Expressions expressions) {
        node.only(KEYS);
        Map<Object, Object> fields = node.has("fields") ? node.map("fields") : readable;
        if (fields.isEmpty()) {
            node.problem("'fields' is missing: the fields that can be written, as a JSON schema's properties");
        }
        WriteRules rules = new WriteRules(
                fields,
                node.has("id") ? node.texts("id") : List.of("id"),
                node.child("create").flatMap(c -> change(c, fields, false, expressions)),
                node.child("update").flatMap(c -> change(c, fields, true, expressions)),
                node.child("upsert").flatMap(c -> change(c, fields, true, expressions)),
                node.child("find").flatMap(f -> find(f, fields, expressions)));
        if (!node.has("create") && !node.has("update") && !node.has("upsert")) {
            node.problem("one of 'create', 'update' and 'upsert' is needed");
        }
        rules.create().ifPresent(create -> {
            if (rules.find()
                    .filter(f -> f.action().batch() < create.action().batch())
                    .isPresent()) {
                node.at("find").problem("'batch' is less than that of 'create': what was created is looked up at once");
            }
        });
        return rules;
    }

    private static Optional<Change> change(
            Node node, Map<Object, Object> fields, boolean needsMatch, Expressions expressions) {
        node.only(CHANGE_KEYS);
        if (needsMatch && !node.has("match")) {
            node.problem("'match' is missing: the fields by which a row is matched to a record");
        }
        if (!needsMatch && node.has("match")) {
            node.at("match").problem("what is created is matched to nothing; what finds it again is 'find'");
        }
        return Action.of(node, expressions)
                .map(action -> new Change(
                        action,
                        match(node, fields),
                        expressions.condition(node, "failed"),
                        expressions.find(node, "code"),
                        expressions.find(node, "message"),
                        expressions.condition(node, "created")));
    }

    private static Optional<Find> find(Node node, Map<Object, Object> fields, Expressions expressions) {
        node.only(FIND_KEYS);
        if (!node.has("match")) {
            node.problem("'match' is missing: the fields by which records can be found");
        }
        if (!node.has("results")) {
            node.problem("'results' is missing: where in the answer the records are");
        }
        return Action.of(node, expressions)
                .map(action -> new Find(action, match(node, fields), expressions.condition(node, "more")));
    }

    private static List<String> match(Node node, Map<Object, Object> fields) {
        Set<String> names = new HashSet<>();
        fields.keySet().forEach(name -> names.add(String.valueOf(name)));
        List<String> match = node.texts("match");
        for (String name : match) {
            if (!names.contains(name)) {
                node.at("match").problem("'" + name + "' is none of the fields" + Nearest.hint(name, names));
            }
        }
        return match;
    }
}
