package dev.tidemark.connectors.manifest.request;

import dev.tidemark.connectors.manifest.template.Python;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of one request by where they go, collected from requester, authenticator, paginator and slices. Two that say
 * the same thing clash, except equal values in a JSON body.
 */
public final class Options {

    private final Map<Into, Map<Object, Object>> values = new EnumMap<>(Into.class);
    private Optional<String> text = Optional.empty();

    public Options() {
        for (Into into : Into.values()) {
            values.put(into, new LinkedHashMap<>());
        }
    }

    /** What one component sets; within it, the last wins. */
    public void put(Into into, Object name, Object value) {
        at(into).put(name, value);
    }

    Map<Object, Object> at(Into into) {
        return java.util.Objects.requireNonNull(values.get(into));
    }

    /** @throws Impossible where a body is set already */
    void text(String body) {
        text = Optional.of(body);
    }

    Optional<String> text() {
        return text;
    }

    /** Adds what another component sets. */
    public Options and(Options more) {
        for (Into into : Into.values()) {
            merge(at(into), more.at(into), into);
        }
        if (more.text.isPresent()) {
            text = more.text;
        }
        if (text.isPresent() && !at(Into.FORM).isEmpty()) {
            throw new Impossible("a body that is a text takes no fields besides");
        }
        return this;
    }

    /** Adds what another component sets, which wins. */
    public void override(Options more) {
        for (Into into : Into.values()) {
            at(into).putAll(more.at(into));
        }
    }

    @SuppressWarnings("unchecked")
    private static void merge(Map<Object, Object> target, Map<Object, Object> source, Into into) {
        source.forEach((name, value) -> {
            Object old = target.get(name);
            if (old == null) {
                target.put(name, value instanceof Map<?, ?> map ? copy(map) : value);
            } else if (into == Into.JSON && old instanceof Map<?, ?> inner && value instanceof Map<?, ?> map) {
                merge((Map<Object, Object>) inner, (Map<Object, Object>) map, into);
            } else if (into != Into.JSON || !Python.equal(old, value)) {
                throw new Impossible("the request sets '" + Python.str(name) + "' twice");
            }
        });
    }

    private static Map<Object, Object> copy(Map<?, ?> map) {
        Map<Object, Object> made = new LinkedHashMap<>();
        map.forEach((name, value) -> made.put(name, value instanceof Map<?, ?> inner ? copy(inner) : value));
        return made;
    }
}
