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
public final class TimeCursor implements Cursor {

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
    private final Optional<Clamp> clamp;

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
        clamp = Clamp.of(node, expressions);
        step.filter(Expression::isFixed).ifPresent(s -> span(node, "step", s.toString()));
        lookback.filter(l -> l.isFixed() && !l.toString().isEmpty())
                .ifPresent(l -> span(node, "lookback_window", l.toString()));
        for (String written : formats) {
            if (!written.isEmpty() && written.indexOf('%') < 0) {
                node.problem("a format of times is written with signs such as %Y-%m-%d, not " + written);
            }
        }
    }

    private static Optional<Span> span(Node node, String name, String text) {
        Optional<Span> span = Span.parse(text);
        if (span.isEmpty()) {
            node.problem("'" + name + "' is no span of time such as P1D: " + text);
        }
        return span;
    }

    static Optional<TimeCursor> of(Node node, Expressions expressions) {
        String format = node.text("datetime_format").orElse("");
        Optional<Bound> start = Bound.of(node, "start_datetime", format, expressions);
        if (start.isEmpty()) {
            node.problem("'start_datetime' is missing");
        }
        return start.map(s -> new TimeCursor(node, s, expressions));
    }

    @Override
    public boolean isFeed() {
        return isFeed;
    }

    @Override
    public boolean filtersItself() {
        return filtersItself;
    }

    @Override
    public boolean isGlobal() {
        return isGlobal;
    }

    @Override
    public boolean isNarrowed() {
        return true;
    }

    @Override
    public String field(Context context) {
        return field.text(context);
    }

    // ---- times

    @Override
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

    @Override
    public Object value(Instant time) {
        return text(time);
    }

    private String text(Instant time) {
        return Datetimes.format(Moment.utc(time), format);
    }

    @Override
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

    @Override
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

    @Override
    public Map<Object, Object> message(CursorState state, Context context) {
        Interval first = merged(state.read()).getFirst();
        Map<Object, Object> message = new LinkedHashMap<>(state.given());
        message.put(field(context), text(first.newest().orElse(first.from())));
        return message;
    }

    @Override
    public CursorState close(CursorState state, Window window, Optional<Instant> newest, Context context) {
        List<Interval> read = new ArrayList<>(state.read());
        read.add(new Interval(
                parse(value(window.fields(), startName.text(context))),
                parse(value(window.fields(), endName.text(context))),
                newest));
        return new CursorState(state.floor(), state.start(), merged(read), state.given());
    }

    /** {@inheritDoc} None does where the API is told the end of each, which lies one granularity before the next begins. */
    @Override
    public boolean isCut() {
        return step.isPresent() && granularity.isPresent() && endOption.isPresent() && !isFeed;
    }

    @Override
    public CursorState and(CursorState state, List<Interval> more) {
        List<Interval> read = new ArrayList<>(state.read());
        read.addAll(more);
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
                        new Interval(
                                last.from(), max(last.to(), next.to()), Cursor.newest(last.newest(), next.newest())));
            }
        }
        return merged;
    }

    private static Instant max(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    // ---- windows

    @Override
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
        Instant until = end.map(e -> e.at(context)).orElse(now);
        if (clamp.isEmpty()) {
            add(segments, state, from, until, true);
            return segments;
        }
        // Read again from the start of a period where late commits are looked for; else from the first whole one that
        // is left.
        Clamp to = clamp.get();
        Span rest = granularity.orElseGet(() -> Span.of(to.granularity(context)));
        Instant clamped = overlap.isZero() ? to.up(from, context) : to.down(from, context);
        Instant whole = rest.before(to.down(until, context));
        if (clamped.isBefore(whole)) {
            segments.add(new Segment(clamped, whole, true));
        }
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

    @Override
    public Cut cut(Segment segment, Context context) {
        Optional<Span> length =
                step.map(e -> e.text(context)).filter(t -> !t.isEmpty()).map(TimeCursor::needSpan);
        Instant until = length.map(l -> l.after(segment.from()))
                .map(u -> clamp.map(c -> c.up(u, context)).orElse(u))
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

    @Override
    public Due due(CursorState state, Duration overlap, Context context, Instant now) {
        return new Due(
                max(state.start().minus(overlap), state.floor()),
                end.map(e -> e.at(context)).orElse(now));
    }

    @Override
    public boolean isDue(Due due, Map<?, ?> record, Context context) {
        return valueOf(record, context).map(due::holds).orElse(true);
    }

    @Override
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

    @Override
    public Window narrowed(Window window, Instant from, Context context) {
        Map<Object, Object> fields = new LinkedHashMap<>(window.fields());
        fields.put(startName.text(context), text(from));
        return new Window(fields);
    }
}
