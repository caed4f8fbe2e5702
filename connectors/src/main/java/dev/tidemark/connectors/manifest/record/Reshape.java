package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Nested;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes records of another form by templates, in the place of code: the class {@code tidemark.Reshape}. Values keep their
 * types, and text stays text, whatever it spells.
 */
sealed interface Reshape {

    /** Its name in manifests. */
    String CLASS = "tidemark.Reshape";

    Set<String> CHANGE_KEYS = Set.of("type", "class_name", "record", "keep", "$parameters");
    Set<String> FIND_KEYS = Set.of("type", "class_name", "records", "columns", "each", "$parameters");

    static boolean isMeant(Node node) {
        return node.text("class_name").filter(CLASS::equals).isPresent();
    }

    /**
     * A record from a record.
     *
     * @param fields of the new one
     * @param keeps whether the old one's other fields stay
     */
    record Change(Nested fields, boolean keeps) implements Reshape, Transformation {

        static Optional<Transformation> of(Node node, Expressions expressions) {
            node.only(keys(CHANGE_KEYS, node));
            if (node.map("record").isEmpty()) {
                node.problem("'record' is missing: the fields of the new record");
                return Optional.empty();
            }
            return Optional.of(new Change(expressions.nested(node, node.map("record")), node.flag("keep")));
        }

        @Override
        public void apply(Map<Object, Object> record, Context context) {
            Object made = fields.asIs(context);
            if (!keeps) {
                record.clear();
            }
            ((Map<?, ?>) made).forEach((name, value) -> record.put(Python.str(name), value));
        }
    }

    /**
     * Records from the body of an answer.
     *
     * @param items the list that they are made of; each is seen by templates, with its index
     * @param columns names for the values of items that are lists
     * @param each what becomes of an item; empty for the item itself
     */
    record Find(Expression items, Optional<Expression> columns, Optional<Nested> each) implements Reshape {

        static Optional<Find> of(Node node, Expressions expressions) {
            node.only(keys(FIND_KEYS, node));
            return Optional.of(new Find(
                    expressions.need(node, "records"),
                    expressions.find(node, "columns"),
                    node.find("each").map(each -> expressions.nested(node, each))));
        }

        void extract(Object body, Context context, List<Object> records) {
            Context seen = context.with("response", body);
            if (!(items.asIs(seen) instanceof List<?> list)) {
                return;
            }
            Object said = columns.map(c -> c.asIs(seen)).orElse(List.of());
            List<?> names = said instanceof List<?> found ? found : List.of();
            long index = 0;
            for (Object item : list) {
                Object named = names.isEmpty() || !(item instanceof List<?> values) ? item : named(names, values);
                Context own = seen.with("item", named).with("index", index++);
                records.add(each.map(e -> e.asIs(own)).orElse(named));
            }
        }

        private static Map<Object, Object> named(List<?> names, List<?> values) {
            Map<Object, Object> record = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                record.put(Python.str(names.get(i)), i < values.size() ? values.get(i) : None.NONE);
            }
            return record;
        }
    }

    /** Parameters that are handed down become fields of every component: they are no mistakes. */
    private static Set<String> keys(Set<String> own, Node node) {
        List<String> all = new ArrayList<>(own);
        node.parameters().keySet().forEach(name -> all.add(Python.str(name)));
        return Set.copyOf(all);
    }
}
