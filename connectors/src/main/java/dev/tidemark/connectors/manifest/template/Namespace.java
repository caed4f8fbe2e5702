package dev.tidemark.connectors.manifest.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Jinja's {@code namespace()}: names that loops may set for what comes after them. */
final class Namespace implements Attributes {

    private final Map<Object, Object> values;

    Namespace(Map<Object, Object> values) {
        this.values = new HashMap<>(values);
    }

    void set(String name, Object value) {
        values.put(name, value);
    }

    @Override
    public Optional<Object> attribute(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
