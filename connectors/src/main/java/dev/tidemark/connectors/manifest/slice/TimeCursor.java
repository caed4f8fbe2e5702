package dev.tidemark.connectors.manifest.slice;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Options;
import dev.tidemark.connectors.manifest.template.Datetimes;
import dev.tidemark.connectors.manifest.template.Moment;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A DatetimeBasedCursor: cuts the time since the last pass into windows, and keeps what of it is read. */
public final class TimeCursor {

    private static final Span JOINS = Span.of(Duration.ofMillis(1));
    private static final List<String> STATE_KINDS = List.of("date-range", "integer");

    private final Expression field;
    private final String format;
    private final List<String> formats;
    private final Bound start;
    private final Optional<Bound> end;
    private final Optional<Expression> step;
    private final Optional<Span> granularity;
    private final Optional<Expression> lookback;
    private final Expression startName;
    private final Expression endName;
    private final Optional<Injection> startOption;
    private final Optional<Injection> endOption;
    private final boolean isFeed;
    private final boolean filtersItself;
    private final boolean isGlobal;

    private TimeCursor(Node node, Bound start, Expressions expressions) {
        field = expressions.need(node, "cursor_field");
        format = node.need("datetime_format");
        formats = new ArrayList<>(node.texts("cursor_datetime_formats"));
        formats.add(format);
        this.start = start;
        end = Bound.of(node, "end_datetime", format, expressions);
        step = expressions.find(node, "step");
        granularity = node.text("cursor_granularity").flatMap(text -> span(node, "cursor_granularity", text));
        lookback = expressions.find(node, "lookback_window");
        startName = expressions.orElse(node, "partition_field_start", "start_time");
        endName = expressions.orElse(node, "partition_field_end", "end_time");
        startOption = Injection.of(node, "start_time_option", expressions);
        endOption = Injection.of(node, "end_time_option", expressions);
        isFeed = node.flag("is_data_feed");
        filtersItself = node.flag("is_client_side_incremental");
        isGlobal = node.flag("global_substream_cursor");
        if (node.has("step") != node.has("cursor_granularity")) {
            node.problem("'step' and 'cursor_granularity' come together");
        }
        if (isFeed && filtersItself) {
            node.problem("'is_data_feed' and 'is_client_side_incremental' exclude each other");
        }
        node.refuse("clamping");
    }

    private static Optional<Span> span(Node node, String name, String text) {
        Optional<Span> span = Span.parse(text);
        if (span.isEmpty()) {
            node.problem("'" + name + "' is no span of time such as P1D: " + text);
        }
        return span;
    }

    /** The cursor of a stream, where it has one. */
    public static Optional<TimeCursor> of(Node stream, Expressions expressions) {
        Optional<Node> node = stream.child("incremental_sync");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!node.get().type().equals("DatetimeBasedCursor")) {
            node.get().refuse();
            return Optional.empty();
        }
        String format = node.get().text("datetime_format").orElse("");
        Optional<Bound> start = Bound.of(node.get(), "start_datetime", format, expressions);
        if (start.isEmpty()) {
            node.get().problem("'start_datetime' is missing");
        }
        return start.map(s -> new TimeCursor(node.get(), s, expressions));
    }

    public boolean isFeed() {
        return isFeed;
    }

    /** Whether records are filtered here, since the API does not. */
    public boolean filtersItself() {
        return filtersItself;
    }

    /** Whether one state is kept for all partitions. */
    public boolean isGlobal() {
        return isGlobal;
    }

    public String field(Context context) {
        return field.text(context);
    }

    // ---- times

    /** @throws TemplateError where it is of none of the formats */
    public Instant parse(Object value) {
        for (String candidate : formats) {
            try {
                return Datetimes.parse(value, candidate).instant();
            } catch (TemplateError e) {
                // the next one may fit
            }
        }
        throw new Impossible("the cursor value '" + Python.str(value) + "' is of none of the formats " + formats);
    }

    public String text(Instant time) {
        return Datetimes.format(Moment.utc(time), format);
    }

    /** The cursor value of a record, where it has one that can be read. */
    public Optional<Instant> valueOf(Map<?, ?> record, Context context) {
        Object value = record.get(field(context));
        if (value == null || value == None.NONE) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(value));
        } catch (Impossible e) {
            return Optional.empty();
        }
    }

    // ---- state

    /**
     * Begins a pass.
     *
     * @param state as the format has it: the cursor's field and its value, or the windows read
     * @param back how far the state is set back besides
     */
    public CursorState open(Map<Object, Object> state, Duration back, Context context) {
        Instant floor = start.at(context);
        if (state.get("state_type") instanceof String kind && STATE_KINDS.contains(kind)) {
            List<Interval> read = new ArrayList<>();
            if (state.get("slices") instanceof List<?> slices) {
                slices.forEach(s -> read.add(interval((Map<?, ?>) s)));
            }
            return new CursorState(floor, floor, read.isEmpty() ? List.of(point(floor, floor)) : read, Map.of());
        }
        Object old = state.get(field(context));
        Instant from = floor;
        if (old != null && old != None.NONE) {
            Instant reached = back.isZero() ? parse(old) : parse(text(parse(old).minus(back)));
            from = reached.isBefore(floor) ? floor : reached;
        }
        return new CursorState(floor, from, List.of(point(floor, from)), state);
    }

    private static Interval point(Instant floor, Instant reached) {
        return new Interval(floor, reached, Optional.of(reached));
    }

    private Interval interval(Map<?, ?> slice) {
        Object newest = slice.get("most_recent_cursor_value");
        return new Interval(
                parse(value(slice, "start")),
                parse(value(slice, "end")),
                newest == null || newest == None.NONE ? Optional.empty() : Optional.of(parse(newest)));
    }

    private static Object value(Map<?, ?> map, String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new Impossible("the state has a window without '" + name + "'");
        }
        return value;
    }

    /** The state as the format has it: what was handed in, with the greatest value up to which all is read. */
    public Map<Object, Object> message(CursorState state, Context context) {
        Interval first = merged(state.read()).getFirst();
        Map<Object, Object> message = new LinkedHashMap<>(state.given());
        message.put(field(context), text(first.newest().orElse(first.from())));
        return message;
    }

    /** The state after a window was read to its end. */
    public CursorState close(CursorState state, Window window, Optional<Instant> newest, Context context) {
        List<Interval> read = new ArrayList<>(state.read());
        read.add(new Interval(
                parse(value(window.fields(), startName.text(context))),
                parse(value(window.fields(), endName.text(context))),
                newest));
        return new CursorState(state.floor(), state.start(), merged(read), state.given());
    }

    private List<Interval> merged(List<Interval> read) {
        List<Interval> sorted = new ArrayList<>(read);
        sorted.sort(Comparator.comparing(Interval::from).thenComparing(Interval::to));
        List<Interval> merged = new ArrayList<>();
        for (Interval next : sorted) {
            Interval last = merged.isEmpty() ? next : merged.getLast();
            if (merged.isEmpty() || granularity.orElse(JOINS).after(last.to()).isBefore(next.from())) {
                merged.add(next);
            } else {
                merged.set(
                        merged.size() - 1,
                        new Interval(last.from(), max(last.to(), next.to()), newest(last.newest(), next.newest())));
            }
        }
        return merged;
    }

    private static Instant max(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    /** The greater of two values, where there are two. */
    public static Optional<Instant> newest(Optional<Instant> a, Optional<Instant> b) {
        return a.isPresent() && b.isPresent() ? Optional.of(max(a.get(), b.get())) : a.or(() -> b);
    }

    // ---- windows

    /**
     * What is still to be read.
     *
     * @param overlap how much of what was read is read again, besides the manifest's own window, for what was committed late
     */
    public List<Segment> segments(CursorState state, Duration overlap, Context context, Instant now) {
        List<Interval> read = merged(state.read());
        List<Segment> segments = new ArrayList<>();
        add(segments, state, state.floor(), read.getFirst().from(), false);
        for (int i = 0; i + 1 < read.size(); i++) {
            Instant from = read.get(i).to();
            add(
                    segments,
                    state,
                    granularity.map(g -> g.after(from)).orElse(from),
                    read.get(i + 1).from(),
                    false);
        }
        Instant last = read.getLast().to().minus(overlap);
        Instant from = lookback(context).map(back -> back.before(last)).orElse(last);
        add(segments, state, from, end.map(e -> e.at(context)).orElse(now), true);
        return segments;
    }

    private static void add(List<Segment> segments, CursorState state, Instant from, Instant to, boolean isLast) {
        if (from.isBefore(to) && !to.isBefore(state.floor())) {
            segments.add(new Segment(max(from, state.floor()), to, isLast));
        }
    }

    private Optional<Span> lookback(Context context) {
        return lookback.map(e -> e.text(context)).filter(t -> !t.isEmpty()).map(TimeCursor::needSpan);
    }

    private static Span needSpan(String text) {
        return Span.parse(text).orElseThrow(() -> new Impossible("no span of time such as P1D: '" + text + "'"));
    }

    /** A window, and what is left of its segment behind it. */
    public record Cut(Window window, Optional<Segment> rest) {}

    /** The first window of a segment. */
    public Cut cut(Segment segment, Context context) {
        Optional<Span> length =
                step.map(e -> e.text(context)).filter(t -> !t.isEmpty()).map(TimeCursor::needSpan);
        Instant until = length.map(l -> l.after(segment.from()))
                .filter(u -> u.isBefore(segment.to()))
                .orElse(segment.to());
        boolean isWholeRest = until.equals(segment.to());
        if (!isWholeRest && !until.isAfter(segment.from())) {
            throw new Impossible("'step' is no span of time greater than zero");
        }
        Instant shown = granularity.isPresent() && !(segment.isLast() && isWholeRest)
                ? granularity.get().before(until)
                : until;
        Map<Object, Object> fields = new LinkedHashMap<>();
        fields.put(startName.text(context), text(segment.from()));
        fields.put(endName.text(context), text(shown));
        return new Cut(
                new Window(fields),
                isWholeRest ? Optional.empty() : Optional.of(new Segment(until, segment.to(), segment.isLast())));
    }

    /** From where to where a pass with this state reads. */
    public Due due(CursorState state, Duration overlap, Context context, Instant now) {
        return new Due(
                max(state.start().minus(overlap), state.floor()),
                end.map(e -> e.at(context)).orElse(now));
    }

    /** Whether a record is of this pass; one without a value is. */
    public boolean isDue(Due due, Map<?, ?> record, Context context) {
        return valueOf(record, context).map(due::holds).orElse(true);
    }

    /** The window's bounds, put where the API wants them. */
    public Options options(Window window, Context context) {
        Options options = new Options();
        startOption.ifPresent(o -> o.put(options, bound(window, startName, context), context));
        endOption.ifPresent(o -> o.put(options, bound(window, endName, context), context));
        return options;
    }

    private static Object bound(Window window, Expression name, Context context) {
        Object value = window.fields().get(name.text(context));
        return value == null ? None.NONE : value;
    }
}
