package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Condition;
import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.slice.Cursor;
import dev.tidemark.connectors.manifest.slice.TimeCursor;
import dev.tidemark.connectors.manifest.template.None;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One name in a manifest's list of streams.
 *
 * @param variants one; or two, of which the first reads everything and the second what changed since a state
 * @param retention how old a state may be for the second to be of use; empty for any age
 * @param condition whether the settings want it at all
 */
record StreamEntry(
        String name,
        List<StreamModel> variants,
        Optional<java.time.Duration> retention,
        Optional<Condition> condition) {

    StreamEntry {
        variants = List.copyOf(variants);
    }

    boolean isWanted(Map<Object, Object> config) {
        return condition.isEmpty() || condition.get().test(Context.of(config));
    }

    /** Which of the variants goes on from this state. */
    int variant(Map<Object, Object> state, Map<Object, Object> config, Instant now) {
        if (variants.size() == 1 || state.isEmpty() || state.containsKey(States.NO_CURSOR)) {
            return 0;
        }
        return retention.isPresent() && isOlder(state, config, now.minus(retention.get())) ? 0 : 1;
    }

    private boolean isOlder(Map<Object, Object> state, Map<Object, Object> config, Instant oldest) {
        Optional<Cursor> cursor = variants.get(1).cursor().filter(TimeCursor.class::isInstance);
        if (cursor.isEmpty()) {
            return false;
        }
        Object value = state.get(cursor.get().field(Context.of(config)));
        return value != null && value != None.NONE && cursor.get().parse(value).isBefore(oldest);
    }
}
