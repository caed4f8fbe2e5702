package dev.tidemark.connectors.manifest.expression;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Template.Kinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of any depth whose names and texts may hold templates; what is null in a map is left out. */
public final class Nested {

    private final Object compiled;

    Nested(Object compiled) {
        this.compiled = compiled;
    }

    public Object eval(Context context) {
        return eval(compiled, context);
    }

    /** With nulls where they are, and every value as it is: text stays text, whatever it spells. */
    public Object asIs(Context context) {
        return asIs(compiled, context);
    }

    private static Object asIs(Object value, Context context) {
        return switch (value) {
            case Expression template -> template.asIs(context);
            case Map<?, ?> map -> {
                Map<Object, Object> result = new LinkedHashMap<>();
                map.forEach((name, inner) -> result.put(asIs(name, context), asIs(inner, context)));
                yield result;
            }
            case List<?> list -> list.stream().map(item -> asIs(item, context)).toList();
            default -> value;
        };
    }

    private static Object eval(Object value, Context context) {
        return switch (value) {
            case Expression template -> template.find(context, Kinds.ALL).orElse(None.NONE);
            case Map<?, ?> map -> {
                Map<Object, Object> result = new LinkedHashMap<>();
                map.forEach((name, inner) -> {
                    Object at = eval(name, context);
                    Object evaluated = eval(inner, context);
                    if (evaluated == None.NONE) {
                        result.remove(at);
                    } else {
                        result.put(at, evaluated);
                    }
                });
                yield result;
            }
            case List<?> list -> {
                List<Object> items = new ArrayList<>();
                list.forEach(item -> items.add(eval(item, context)));
                yield items;
            }
            default -> value;
        };
    }
}
