package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream whose records are the partitions of another.
 *
 * @param key where in a record the partition's value is
 * @param partitionField its name in the partition
 * @param extra paths of what else is carried along
 * @param isIncremental whether the parent is read from a state of its own, kept with the child's
 */
record Parent(
        StreamModel stream,
        Expression key,
        Expression partitionField,
        List<List<Expression>> extra,
        Optional<Injection> where,
        boolean isIncremental) {

    Optional<Object> value(Object record, Context context) {
        return Paths.get(record, Paths.split(key.text(context)));
    }

    Partition partition(Object record, Object value, Partition own, Context context) {
        Map<Object, Object> fields = new LinkedHashMap<>();
        fields.put(partitionField.eval(context), value);
        fields.put("parent_slice", own.fields());
        Map<Object, Object> carried = new LinkedHashMap<>();
        for (List<Expression> path : extra) {
            List<String> steps = path.stream().map(p -> p.text(context)).toList();
            carried.put(String.join(".", steps), Paths.get(record, steps).orElse(None.NONE));
        }
        return new Partition(fields, carried);
    }
}
