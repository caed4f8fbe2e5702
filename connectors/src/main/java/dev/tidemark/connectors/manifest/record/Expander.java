package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A RecordExpander: makes a record of each item of the lists within a record.
 *
 * @param path where the lists are
 * @param copies values of the record that each item gets
 * @param merges whether each item gets all fields of the record, but for the lists; its own win
 * @param embeds whether each item holds the record as {@code original_record}
 * @param keepsBarren whether a record without items stays as it is
 */
record Expander(List<Expression> path, List<Copy> copies, boolean merges, boolean embeds, boolean keepsBarren) {

    private static final String ORIGINAL = "original_record";

    /** From where in the record to where in the item. */
    record Copy(List<Expression> from, List<Expression> to) {}

    static Optional<Expander> of(Node extractor, Expressions expressions) {
        return extractor.child("record_expander").map(node -> read(node, expressions));
    }

    private static Expander read(Node node, Expressions expressions) {
        if (!node.type().equals("RecordExpander") && !node.type().isEmpty()) {
            node.refuse();
        }
        if (node.list("expand_records_from_field").isEmpty()) {
            node.problem("'expand_records_from_field' is missing");
        }
        String barren = node.text("on_no_records").orElse("skip");
        if (!barren.equals("skip") && !barren.equals("emit_parent")) {
            node.problem("'on_no_records' is skip or emit_parent, not " + barren);
        }
        return new Expander(
                expressions.list(node, "expand_records_from_field"),
                node.children("parent_fields").stream()
                        .map(field -> copy(field, expressions))
                        .toList(),
                node.flag("merge_parent"),
                node.flag("remain_original_record"),
                barren.equals("emit_parent"));
    }

    private static Copy copy(Node node, Expressions expressions) {
        for (String needed : List.of("parent_path", "record_path")) {
            if (node.list(needed).isEmpty()) {
                node.problem("'" + needed + "' is missing");
            }
            if (node.texts(needed).stream().anyMatch(step -> step.matches(".*[*?\\[].*") && !step.contains("{"))) {
                node.problem("'" + needed + "' names one field, and no pattern");
            }
        }
        return new Copy(expressions.list(node, "parent_path"), expressions.list(node, "record_path"));
    }

    void expand(Object record, Context context, List<Object> records) {
        if (path.isEmpty() || !(record instanceof Map<?, ?> parent)) {
            records.add(record);
            return;
        }
        List<String> steps = steps(path, context);
        List<Object> items = new ArrayList<>();
        for (Object found : Paths.values(parent, steps)) {
            if (found instanceof List<?> list) {
                items.addAll(list);
            }
        }
        Map<Object, Object> rest = merges ? without(parent, steps) : Map.of();
        items.forEach(item -> records.add(child(item, parent, rest, context)));
        if (items.isEmpty() && keepsBarren) {
            records.add(record);
        }
    }

    private Object child(Object item, Map<?, ?> parent, Map<Object, Object> rest, Context context) {
        boolean isCarrying = merges || embeds || !copies.isEmpty();
        if (!(item instanceof Map<?, ?>) && !isCarrying) {
            return item;
        }
        Map<Object, Object> child = new LinkedHashMap<>();
        rest.forEach((name, value) -> child.put(name, copied(value)));
        if (item instanceof Map<?, ?> fields) {
            child.putAll(fields);
        } else {
            child.put("value", item);
        }
        for (Copy copy : copies) {
            Object value = Paths.get(parent, steps(copy.from(), context)).orElse(None.NONE);
            Paths.set(child, steps(copy.to(), context), copied(value));
        }
        if (embeds) {
            child.put(ORIGINAL, copied(parent));
        }
        return child;
    }

    /** A copy of the record, without its lists. */
    @SuppressWarnings("unchecked")
    private static Map<Object, Object> without(Map<?, ?> parent, List<String> steps) {
        Map<Object, Object> rest = (Map<Object, Object>) copied(parent);
        Paths.remove(rest, steps, value -> true);
        return rest;
    }

    private static List<String> steps(List<Expression> path, Context context) {
        return path.stream().map(p -> p.text(context)).toList();
    }

    /** Children share nothing that a transformation could change. */
    private static Object copied(Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?> ? Json.copy(value) : value;
    }
}
