package dev.tidemark.connectors.manifest.template;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that a part of a template sees: its own, those around it, what is given, and the functions. */
final class Scope {

    /** Older and newer names of the slice that is being read. */
    private static final Set<String> SLICE_ALIASES = Set.of("stream_interval", "stream_partition");

    private static final String SLICE_ALIAS = "stream_";
    private static final String SLICE = "stream_slice";

    private final @Nullable Scope outer;
    private final Map<String, Object> context;
    private final Work work;
    private @Nullable Map<String, Object> own;

    private Scope(@Nullable Scope outer, Map<String, Object> context, Work work) {
        this.outer = outer;
        this.context = context;
        this.work = work;
    }

    static Scope of(Map<String, Object> context, InstantSource clock) {
        return new Scope(null, context, new Work(clock));
    }

    Scope inner() {
        return new Scope(this, context, work);
    }

    Work work() {
        return work;
    }

    void set(String name, Object value) {
        if (own == null) {
            own = new HashMap<>(4);
        }
        own.put(name, value);
    }

    @Nullable
    Object find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.own == null ? null : scope.own.get(name);
            if (value != null) {
                return value;
            }
        }
        Object value = given(context, name);
        return value != null ? value : Functions.ALL.get(name);
    }

    /** What is given under this name, or under the name that it stands for. */
    static @Nullable Object given(Map<String, Object> context, String name) {
        if (name.startsWith(SLICE_ALIAS) && SLICE_ALIASES.contains(name)) {
            Object slice = context.get(SLICE);
            if (slice != null) {
                return slice;
            }
        }
        return context.get(name);
    }
}
