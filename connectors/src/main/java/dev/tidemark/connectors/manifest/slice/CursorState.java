package dev.tidemark.connectors.manifest.slice;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far one stream, or one partition of it, was read by time.
 *
 * @param floor the start that the manifest sets
 * @param start from where this pass reads: the old state, or the floor
 * @param read in order, never empty
 * @param given the state as it was handed in
 */
public record CursorState(Instant floor, Instant start, List<Interval> read, Map<Object, Object> given) {

    public CursorState {
        read = List.copyOf(read);
    }
}
