package dev.tidemark.connectors.manifest.expression;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Paths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names that templates see. Belongs to one thread. */
public final class Context {

    private final Map<String, Object> names;

    private Context(Map<String, Object> names) {
        this.names = names;
    }

    /** @param config the connector's settings, as the manifest names them */
    public static Context of(Map<Object, Object> config) {
        Map<String, Object> names = new HashMap<>();
        names.put("config", config);
        return new Context(names);
    }

    /** A context with this name besides. */
    public Context with(String name, Object value) {
        Map<String, Object> more = new HashMap<>(names);
        more.put(name, value);
        return new Context(more);
    }

    /** A context with these names besides. */
    public Context with(Map<String, Object> values) {
        Map<String, Object> more = new HashMap<>(names);
        more.putAll(values);
        return new Context(more);
    }

    /** Sets a name in this very context, for what changes with each record. */
    public void set(String name, Object value) {
        names.put(name, value);
    }

    /** The settings. */
    @SuppressWarnings("unchecked")
    public Map<Object, Object> settings() {
        return names.get("config") instanceof Map<?, ?> config ? (Map<Object, Object>) config : Map.of();
    }

    /** What the settings hold at this path. */
    public Optional<Object> config(List<String> path) {
        return Optional.ofNullable(names.get("config"))
                .flatMap(config -> Paths.get(config, path))
                .filter(value -> value != None.NONE);
    }

    Map<String, Object> names(Map<Object, Object> parameters) {
        names.put("parameters", parameters);
        return names;
    }
}
