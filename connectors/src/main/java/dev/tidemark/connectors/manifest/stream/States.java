package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.slice.Cursor;
import dev.tidemark.connectors.manifest.slice.CursorState;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** States in the format's own shape, read and written. */
final class States {

    static final String NO_CURSOR = "__ab_no_cursor_state_message";
    private static final int MOST_PARTITIONS = 10_000;
    private static final int MOST_KNOWN = 1_000;

    private States() {}

    /** Begins a pass. */
    static State open(StreamModel stream, Map<Object, Object> given, Context context, Instant now) {
        if (stream.cursor().isEmpty()) {
            return new State.Nothing();
        }
        Cursor cursor = stream.cursor().get();
        Map<Object, Object> state = given.containsKey(NO_CURSOR) ? Map.of() : given;
        if (!stream.isPartitioned()) {
            return new State.One(cursor.open(state, Duration.ZERO, context));
        }
        return many(
                cursor,
                stream.isGlobal(),
                stream.takesOldState() ? migrated(stream, state, context) : state,
                context,
                now);
    }

    /** A state of the form {@code {value: {field: cursor}}}, from before partitions had names. */
    private static Map<Object, Object> migrated(StreamModel stream, Map<Object, Object> state, Context context) {
        String field = stream.cursor().orElseThrow().field(context);
        boolean isOld = !state.isEmpty()
                && state.values().stream()
                        .allMatch(v -> v instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(field));
        if (!isOld) {
            return state;
        }
        Optional<Object> name = fieldOf(stream.routers().getFirst(), context);
        if (name.isEmpty()) {
            return state;
        }
        List<Object> parts = new ArrayList<>();
        state.forEach((value, cursor) -> {
            Map<Object, Object> partition = new LinkedHashMap<>();
            partition.put("parent_slice", new LinkedHashMap<>());
            partition.put(name.get(), value);
            parts.add(Map.of("partition", partition, "cursor", cursor));
        });
        return Map.of("states", parts);
    }

    private static Optional<Object> fieldOf(Router router, Context context) {
        return switch (router) {
            case Router.Listed list -> Optional.of(list.field().eval(context));
            case Router.Children children ->
                Optional.of(children.parents().getFirst().partitionField().eval(context));
            case Router.Union union -> Optional.of(union.field());
            case Router.Grouped grouped -> Optional.empty();
        };
    }

    private static State.Many many(
            Cursor cursor, boolean isForAll, Map<Object, Object> state, Context context, Instant now) {
        if (!state.containsKey("states") && !state.containsKey("state")) {
            // A state of before there were partitions counts for all of them.
            Optional<String> global = global(cursor, state, context);
            return new State.Many(isForAll, Map.of(), global, global, 0, Optional.empty(), now, Optional.empty());
        }
        Map<String, State.Many.Part> parts = new LinkedHashMap<>();
        for (Object item : list(state, "states")) {
            if (item instanceof Map<?, ?> part) {
                parts.put(Json.sorted(map(part, "partition")), new State.Many.Part(map(part, "cursor"), false));
            }
        }
        Optional<String> global = global(cursor, map(state, "state"), context);
        Object flag = state.get("use_global_cursor");
        boolean isGlobal = isForAll || (flag != null && Python.truth(flag));
        Map<Object, Object> parents = map(state, "parent_state");
        return new State.Many(
                isGlobal,
                parts,
                global,
                global,
                state.get("lookback_window") instanceof Long seconds ? seconds : 0,
                parents.isEmpty() ? Optional.empty() : Optional.of(parents),
                now,
                Optional.empty());
    }

    private static Optional<String> global(Cursor cursor, Map<Object, Object> state, Context context) {
        Object value = state.get(cursor.field(context));
        return value == null || value == None.NONE
                ? Optional.empty()
                : Optional.of(Python.str(cursor.value(cursor.parse(value))));
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return map.get(name) instanceof List<?> list ? list : List.of();
    }

    @SuppressWarnings("unchecked")
    static Map<Object, Object> map(Map<?, ?> map, String name) {
        return map.get(name) instanceof Map<?, ?> inner ? (Map<Object, Object>) inner : Map.of();
    }

    /** The cursor with which a partition is read. */
    static CursorState cursor(Cursor cursor, State.Many state, String key, Context context) {
        State.Many.Part known = state.parts().get(key);
        if (known != null && !known.cursor().isEmpty()) {
            return cursor.open(known.cursor(), Duration.ZERO, context);
        }
        if (state.global().isEmpty()) {
            return cursor.open(Map.of(), Duration.ZERO, context);
        }
        Map<Object, Object> global =
                Map.of(cursor.field(context), state.global().get());
        return cursor.open(global, Duration.ofSeconds(state.lookback()), context);
    }

    /**
     * The same state, with one cursor for all where there are too many partitions to keep one for each. Then only those that
     * are still to be read from a cursor of their own are kept, and some to know again.
     */
    static State.Many limited(State.Many state) {
        State.Many limited = !state.isGlobal() && state.parts().size() > MOST_PARTITIONS ? state.forAll() : state;
        return limited.isGlobal() ? limited.onlyLatest(MOST_KNOWN) : limited;
    }

    /** What of a state matters to parents. */
    static Map<Object, Object> ofParents(Map<Object, Object> given) {
        Map<Object, Object> kept = new LinkedHashMap<>(given);
        kept.remove("states");
        return kept;
    }

    /** The state of the parents with which a stream begins: its own, else what its own state says of all. */
    static Map<Object, Object> parent(Parent parent, Map<Object, Object> given, Context context) {
        if (!parent.isIncremental() || given.isEmpty() || given.containsKey(NO_CURSOR)) {
            return Map.of();
        }
        Map<Object, Object> own =
                map(map(given, "parent_state"), parent.stream().name());
        if (!own.isEmpty()) {
            return own;
        }
        if (given.containsKey("state")) {
            return map(given, "state");
        }
        if (given.size() == 1 && parent.stream().cursor().isPresent()) {
            Object value = given.values().iterator().next();
            if (!(value instanceof Map) && !(value instanceof List)) {
                return Map.of(parent.stream().cursor().get().field(context), value);
            }
        }
        return Map.of();
    }

    /** The state as it is handed out. */
    static Map<Object, Object> message(StreamModel stream, State state, Context context) {
        return switch (state) {
            case State.Nothing nothing -> Map.of(NO_CURSOR, true);
            case State.One one -> stream.cursor().orElseThrow().message(one.cursor(), context);
            case State.Many many -> message(stream.cursor().orElseThrow(), many, context);
        };
    }

    private static Map<Object, Object> message(Cursor cursor, State.Many state, Context context) {
        Map<Object, Object> message = new LinkedHashMap<>();
        message.put("use_global_cursor", state.isGlobal());
        if (!state.isGlobal()) {
            List<Object> parts = new ArrayList<>();
            state.parts().forEach((key, part) -> {
                if (!part.cursor().isEmpty()) {
                    Map<Object, Object> one = new LinkedHashMap<>();
                    one.put("partition", Json.read(key));
                    one.put("cursor", part.cursor());
                    parts.add(one);
                }
            });
            message.put("states", parts);
        }
        state.global().ifPresent(global -> message.put("state", Map.of(cursor.field(context), global)));
        message.put("lookback_window", state.lookback());
        state.parents().ifPresent(parents -> message.put("parent_state", parents));
        return message;
    }
}
