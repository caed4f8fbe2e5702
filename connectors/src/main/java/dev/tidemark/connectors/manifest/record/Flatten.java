package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings nested fields up to the record itself. */
sealed interface Flatten extends Transformation {

    /** All of them; names that are taken already, and those within lists, get the way before them. */
    record All(boolean isOfLists) implements Flatten {

        private record Part(Object value, String name) {}

        @Override
        public void apply(Map<Object, Object> record, Context context) {
            Map<Object, Object> flat = new LinkedHashMap<>();
            Deque<Part> parts = new ArrayDeque<>();
            parts.push(new Part(new LinkedHashMap<>(record), "_"));
            boolean isFull = false;
            while (!parts.isEmpty()) {
                Part part = parts.pop();
                if (part.value() instanceof Map<?, ?> map) {
                    for (Map.Entry<?, ?> entry : map.entrySet()) {
                        String name = String.valueOf(entry.getKey());
                        boolean isLong = isFull || flat.containsKey(name);
                        parts.push(new Part(entry.getValue(), isLong ? part.name() + "." + name : name));
                    }
                } else if (isOfLists && part.value() instanceof List<?> list) {
                    for (int i = 0; i < list.size(); i++) {
                        isFull = true;
                        parts.push(new Part(list.get(i), part.name() + "." + i));
                    }
                } else {
                    flat.put(part.name(), part.value());
                }
            }
            record.clear();
            record.putAll(flat);
        }
    }

    /**
     * Those of one map within the record, unless one of their names is taken already.
     *
     * @param deletes whether the map itself goes
     * @param replaces whether the record is replaced by the map
     */
    record One(
            List<Expression> path,
            boolean deletes,
            boolean replaces,
            Optional<Expression> prefix,
            Optional<Expression> suffix)
            implements Flatten {

        @Override
        public void apply(Map<Object, Object> record, Context context) {
            List<String> steps = path.stream().map(p -> p.text(context)).toList();
            Optional<Object> found =
                    steps.contains("*") ? Paths.values(record, steps).stream().findFirst() : Paths.get(record, steps);
            if (found.isEmpty() || !(found.get() instanceof Map<?, ?> map)) {
                return;
            }
            String before = prefix.map(p -> p.text(context)).orElse("");
            String behind = suffix.map(s -> s.text(context)).orElse("");
            Map<Object, Object> brought = new LinkedHashMap<>();
            map.forEach((name, value) -> brought.put(before + name + behind, value));
            if (replaces && !brought.isEmpty()) {
                record.clear();
                record.putAll(brought);
            } else if (Collections.disjoint(record.keySet(), brought.keySet())) {
                if (deletes) {
                    Paths.remove(record, steps, value -> true);
                }
                record.putAll(brought);
            }
        }
    }
}
