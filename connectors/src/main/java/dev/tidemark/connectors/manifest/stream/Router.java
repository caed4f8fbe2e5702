package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Tuple;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where the partitions of a stream come from. */
sealed interface Router {

    /** A list that the manifest or the settings hold. */
    record Listed(List<Object> fixed, Optional<Expression> template, Expression field, Optional<Injection> where)
            implements Router {

        List<Object> values(Context context) {
            if (template.isEmpty()) {
                return fixed;
            }
            return switch (template.get().eval(context)) {
                case List<?> list -> List.copyOf(list);
                case Tuple tuple -> tuple.items();
                case String text ->
                    text.codePoints()
                            .mapToObj(c -> (Object) Character.toString(c))
                            .toList();
                case Object other ->
                    throw new Impossible("the values of a partition are no list: " + Python.str(other));
            };
        }

        Partition partition(Object value, Context context) {
            return new Partition(Map.of(field.eval(context), value), Map.of());
        }
    }

    /** The records of other streams. */
    record Children(List<Parent> parents) implements Router {}

    /** Several partitions in one: each of its fields is a list of theirs. */
    record Grouped(Router inner, int size, boolean dropsDoubles) implements Router {

        static Partition partition(List<Partition> batch) {
            Map<Object, Object> fields = new LinkedHashMap<>();
            batch.getFirst().fields().keySet().forEach(name -> fields.put(name, all(batch, name, Partition::fields)));
            Map<Object, Object> extra = new LinkedHashMap<>();
            batch.forEach(p -> p.extra()
                    .keySet()
                    .forEach(name -> extra.computeIfAbsent(name, n -> all(batch, n, Partition::extra))));
            return new Partition(fields, extra);
        }

        private static List<Object> all(
                List<Partition> batch, Object name, Function<Partition, Map<Object, Object>> part) {
            return batch.stream()
                    .map(p -> part.apply(p).getOrDefault(name, None.NONE))
                    .toList();
        }

        /** What two partitions must have in common to be the same. */
        static String identity(Partition partition) {
            Map<Object, Object> own = new LinkedHashMap<>(partition.fields());
            own.remove("parent_slice");
            if (own.size() != 1) {
                throw new Impossible("partitions are grouped by one field, and have " + own.size());
            }
            return Json.sorted(own.values().iterator().next());
        }
    }

    /** The partitions of several routers, each value of their common field once. */
    record Union(List<Router> routers, String field) implements Router {

        Partition partition(Partition found) {
            Object value = found.fields().get(field);
            if (value == null) {
                throw new Impossible("a router of a union gives partitions without the field '" + field + "'");
            }
            Map<Object, Object> extra = new LinkedHashMap<>(found.extra());
            extra.putAll(found.fields());
            extra.remove(field);
            return new Partition(Map.of(field, value), extra);
        }
    }

    /** Adds the partition's values to a request; an empty or zero value is left out. */
    static void options(Router router, Slice slice, Context context, Options options) {
        switch (router) {
            case Listed list ->
                list.where()
                        .ifPresent(where -> put(where, slice.get(list.field().eval(context)), context, options));
            case Grouped grouped -> {}
            case Union union -> {}
            case Children children -> {
                for (Parent parent : children.parents()) {
                    parent.where()
                            .ifPresent(where ->
                                    put(where, slice.get(parent.partitionField().eval(context)), context, options));
                }
            }
        }
    }

    private static void put(
            Injection where, @org.jspecify.annotations.Nullable Object value, Context context, Options options) {
        if (value != null && Python.truth(value)) {
            where.put(options, value, context);
        }
    }
}
