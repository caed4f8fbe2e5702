package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** Adds the partition's values to a request; an empty or zero value is left out. */
    static void options(Router router, Slice slice, Context context, Options options) {
        switch (router) {
            case Listed list ->
                list.where()
                        .ifPresent(where -> put(where, slice.get(list.field().eval(context)), context, options));
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
