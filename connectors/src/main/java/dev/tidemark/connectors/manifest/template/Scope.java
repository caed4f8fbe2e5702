package dev.tidemark.connectors.manifest.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a part of a template sees. */
final class Scope {

    private final @Nullable Scope outer;
    private final Map<String, Object> given;
    private final Map<String, Object> set = new HashMap<>(4);

    private Scope(@Nullable Scope outer, Map<String, Object> given) {
        this.outer = outer;
        this.given = given;
    }

    static Scope of(Map<String, Object> context) {
        return new Scope(null, context);
    }

    Scope inner() {
        return new Scope(this, Map.of());
    }

    void set(String name, Object value) {
        set.put(name, value);
    }

    @Nullable
    Object find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.set.get(name);
            if (value == null) {
                value = scope.given.get(name);
            }
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
