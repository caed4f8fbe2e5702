package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.template.Python;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Gives the fields of records other names. */
sealed interface RenameKeys extends Transformation {

    /** In lower case, at the top only. */
    record Lower() implements RenameKeys {
        @Override
        public void apply(Map<Object, Object> record, Context context) {
            Map<Object, Object> renamed = new LinkedHashMap<>();
            record.forEach((name, value) -> renamed.put(Python.str(name).toLowerCase(Locale.ROOT), value));
            record.clear();
            record.putAll(renamed);
        }
    }

    /** With one text in place of another, at every depth of maps. */
    record Replace(Expression old, Expression by) implements RenameKeys {
        @Override
        public void apply(Map<Object, Object> record, Context context) {
            String from = old.text(context);
            String to = by.text(context);
            Map<Object, Object> renamed = renamed(record, name -> name.replace(from, to));
            record.clear();
            record.putAll(renamed);
        }
    }

    private static Map<Object, Object> renamed(Map<?, ?> map, UnaryOperator<String> name) {
        Map<Object, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(
                name.apply(Python.str(key)), value instanceof Map<?, ?> inner ? renamed(inner, name) : value));
        return result;
    }
}
