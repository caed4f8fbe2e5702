package dev.tidemark.connectors.manifest.expression;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Template.Kinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A map whose names and values may hold templates, of one level. What has no value, or is null, is left out. */
public final class Fields {

    private record Entry(Object name, Object value) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Optional<Expression> whole;

    /** @param whole comes to a map; what comes to anything else has no fields */
    Fields(Expression whole) {
        this.whole = Optional.of(whole);
    }

    Fields(Map<Object, Object> compiled) {
        whole = Optional.empty();
        compiled.forEach((name, value) -> entries.add(new Entry(name, value)));
    }

    public boolean isEmpty() {
        return entries.isEmpty() && whole.isEmpty();
    }

    /**
     * @param names what a name may become
     * @param values what a value may become
     */
    public Map<Object, Object> eval(Context context, Kinds names, Kinds values) {
        Map<Object, Object> result = new LinkedHashMap<>();
        if (whole.isPresent() && whole.get().eval(context) instanceof Map<?, ?> map) {
            result.putAll(map);
            result.values().removeIf(value -> value == None.NONE);
        }
        for (Entry entry : entries) {
            Object name = entry.name() instanceof Expression template
                    ? template.find(context, names).orElse(None.NONE)
                    : entry.name();
            Object value = entry.value() instanceof Expression template
                    ? template.find(context, values).orElse(None.NONE)
                    : entry.value();
            if (value == None.NONE) {
                result.remove(name);
            } else {
                result.put(name, value);
            }
        }
        return result;
    }

    /** With names and values as text, for headers. */
    public Map<String, String> texts(Context context) {
        Map<String, String> result = new LinkedHashMap<>();
        eval(context, Kinds.ALL, Kinds.ALL).forEach((name, value) -> result.put(Python.str(name), Python.str(value)));
        return result;
    }
}
