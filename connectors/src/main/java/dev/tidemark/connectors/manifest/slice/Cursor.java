package dev.tidemark.connectors.manifest.slice;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a stream is read on from where it was read to: cuts what is left into windows, and keeps what of it is read. Values of
 * its field are points in time; a {@link CountCursor} makes them of its numbers.
 */
public sealed interface Cursor permits TimeCursor, CountCursor {

    /** The cursor of a stream, where it has one. */
    static Optional<Cursor> of(Node stream, Expressions expressions) {
        Optional<Node> node = stream.child("incremental_sync");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        return switch (node.get().type()) {
            case "DatetimeBasedCursor" -> TimeCursor.of(node.get(), expressions).map(c -> c);
            case "IncrementingCountCursor" -> Optional.of(new CountCursor(node.get(), expressions));
            default -> {
                node.get().refuse();
                yield Optional.empty();
            }
        };
    }

    /** Whether the API answers the newest first, and does not filter. */
    boolean isFeed();

    /** Whether records are filtered here, since the API does not. */
    boolean filtersItself();

    /** Whether one state is kept for all partitions. */
    boolean isGlobal();

    /** Whether a window can begin later than it did. */
    boolean isNarrowed();

    /** The field of a record that holds its value. */
    String field(Context context);

    /** @throws dev.tidemark.connectors.manifest.request.Impossible where it is no value of this cursor */
    Instant parse(Object value);

    /** A value as states and requests have it. */
    Object value(Instant time);

    /** The cursor value of a record, where it has one that can be read. */
    Optional<Instant> valueOf(Map<?, ?> record, Context context);

    /**
     * Begins a pass.
     *
     * @param state as the format has it: the cursor's field and its value, or the windows read
     * @param back how far the state is set back besides
     */
    CursorState open(Map<Object, Object> state, Duration back, Context context);

    /** The state as the format has it: what was handed in, with the greatest value up to which all is read. */
    Map<Object, Object> message(CursorState state, Context context);

    /** The state after a window was read to its end. */
    CursorState close(CursorState state, Window window, Optional<Instant> newest, Context context);

    /**
     * Whether its windows may be asked for in any order. None may overlap another: a record that is in two would be loaded as
     * the answer has it that comes last, which may be the older one.
     */
    boolean isCut();

    /** The state after these, too, were read. */
    CursorState and(CursorState state, List<Interval> more);

    /**
     * What is still to be read.
     *
     * @param overlap how much of what was read is read again, besides the manifest's own window, for what was committed late
     */
    List<Segment> segments(CursorState state, Duration overlap, Context context, Instant now);

    /** A window, and what is left of its segment behind it. */
    record Cut(Window window, Optional<Segment> rest) {}

    /** The first window of a segment. */
    Cut cut(Segment segment, Context context);

    /** From where to where a pass with this state reads. */
    Due due(CursorState state, Duration overlap, Context context, Instant now);

    /** Whether a record is of this pass; one without a value is. */
    boolean isDue(Due due, Map<?, ?> record, Context context);

    /** The window's bounds, put where the API wants them. */
    Options options(Window window, Context context);

    /** What of a window is left from this value on. */
    Window narrowed(Window window, Instant from, Context context);

    /** The greater of two values, where there are two. */
    static Optional<Instant> newest(Optional<Instant> a, Optional<Instant> b) {
        return a.isPresent() && b.isPresent() ? (a.get().isBefore(b.get()) ? b : a) : a.or(() -> b);
    }
}
