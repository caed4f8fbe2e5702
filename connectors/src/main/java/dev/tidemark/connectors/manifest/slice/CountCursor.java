package dev.tidemark.connectors.manifest.slice;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An IncrementingCountCursor: a field whose whole numbers only grow. A number is kept as that many microseconds after 1970,
 * so that states, windows and positions are those of a cursor by time. There is one window, without an end, and no overlap:
 * how far back a number might still appear is not known.
 */
public final class CountCursor implements Cursor {

    private static final String START = "start";

    private final Expression field;
    private final Optional<Expression> start;
    private final Optional<Injection> startOption;

    CountCursor(Node node, Expressions expressions) {
        field = expressions.need(node, "cursor_field");
        start = expressions.find(node, "start_value");
        startOption = Injection.of(node, "start_value_option", expressions);
    }

    @Override
    public boolean isFeed() {
        return false;
    }

    @Override
    public boolean filtersItself() {
        return false;
    }

    @Override
    public boolean isGlobal() {
        return false;
    }

    @Override
    public boolean isNarrowed() {
        return false;
    }

    @Override
    public String field(Context context) {
        return field.text(context);
    }

    @Override
    public Instant parse(Object value) {
        return find(value)
                .orElseThrow(() -> new Impossible("the cursor value '" + Python.str(value) + "' is no whole number"));
    }

    private static Optional<Instant> find(Object value) {
        return value instanceof Boolean
                ? Optional.empty()
                : Python.integer(Python.str(value))
                        .filter(Long.class::isInstance)
                        .map(number -> Instant.EPOCH.plus((Long) number, ChronoUnit.MICROS));
    }

    @Override
    public Object value(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    @Override
    public Optional<Instant> valueOf(Map<?, ?> record, Context context) {
        return Optional.<Object>ofNullable(record.get(field(context)))
                .filter(value -> value != None.NONE)
                .flatMap(CountCursor::find);
    }

    @Override
    public CursorState open(Map<Object, Object> state, Duration back, Context context) {
        Instant floor = start.map(s -> parse(s.eval(context))).orElse(Instant.EPOCH);
        Object old = state.get(field(context));
        Instant from = old == null || old == None.NONE ? floor : parse(old);
        Instant reached = from.isBefore(floor) ? floor : from;
        return new CursorState(floor, reached, List.of(new Interval(floor, reached, Optional.of(reached))), state);
    }

    @Override
    public Map<Object, Object> message(CursorState state, Context context) {
        Map<Object, Object> message = new LinkedHashMap<>(state.given());
        message.put(field(context), value(state.read().getLast().to()));
        return message;
    }

    @Override
    public CursorState close(CursorState state, Window window, Optional<Instant> newest, Context context) {
        if (newest.filter(n -> n.isAfter(state.start())).isEmpty()) {
            return state;
        }
        List<Interval> read = new ArrayList<>(state.read());
        read.add(new Interval(state.start(), newest.get(), newest));
        return new CursorState(state.floor(), state.start(), read, state.given());
    }

    @Override
    public boolean isCut() {
        return false;
    }

    @Override
    public CursorState and(CursorState state, List<Interval> more) {
        throw new IllegalStateException("a window of numbers is read by itself");
    }

    @Override
    public List<Segment> segments(CursorState state, Duration overlap, Context context, Instant now) {
        return List.of(new Segment(state.start(), Instant.MAX, true));
    }

    @Override
    public Cut cut(Segment segment, Context context) {
        return new Cut(new Window(Map.of(START, value(segment.from()))), Optional.empty());
    }

    @Override
    public Due due(CursorState state, Duration overlap, Context context, Instant now) {
        return new Due(state.start(), Instant.MAX);
    }

    @Override
    public boolean isDue(Due due, Map<?, ?> record, Context context) {
        return valueOf(record, context).map(due::holds).orElse(true);
    }

    @Override
    public Options options(Window window, Context context) {
        Options options = new Options();
        Object from = window.fields().getOrDefault(START, None.NONE);
        startOption.ifPresent(o -> o.put(options, from, context));
        return options;
    }

    @Override
    public Window narrowed(Window window, Instant from, Context context) {
        throw new IllegalStateException("a window of numbers is not narrowed");
    }
}
