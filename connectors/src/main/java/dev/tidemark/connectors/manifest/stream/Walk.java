package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.slice.Cursor;
import dev.tidemark.connectors.manifest.slice.CursorState;
import dev.tidemark.connectors.manifest.slice.Segment;
import dev.tidemark.connectors.manifest.slice.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes from window to window, from partition to partition, and from parent to parent, until a page is needed. */
final class Walk {

    private static final int MOST_SEEN = 2_000;

    private final Context base;
    private final InstantSource clock;

    private final Duration overlap;

    Walk(Map<Object, Object> config, InstantSource clock, Duration overlap) {
        this.overlap = overlap;
        this.base = Context.of(config);
        this.clock = clock;
    }

    Place start(StreamModel stream, Map<Object, Object> state) {
        Instant now = clock.instant();
        return Place.start(way(stream, state), States.open(stream, state, base, now));
    }

    private static Way way(StreamModel stream, Map<Object, Object> given) {
        Map<Object, Object> state = States.ofParents(given);
        if (!stream.isPartitioned()) {
            return new Way.Whole(false);
        }
        return stream.isProduct()
                ? new Way.Product(
                        List.of(),
                        List.of(),
                        way(stream.routers().get(stream.routers().size() > 1 ? 1 : 0), state),
                        Optional.empty(),
                        0,
                        state)
                : way(stream.routers().getFirst(), state);
    }

    private static Way way(Router router, Map<Object, Object> state) {
        return switch (router) {
            case Router.Listed list -> new Way.Listed(0);
            case Router.Children children -> new Way.Children(0, Optional.empty(), List.of(), 0, state, Map.of());
            case Router.Grouped grouped -> new Way.Grouped(way(grouped.inner(), state), List.of(), List.of());
            case Router.Union union -> new Way.Union(0, Optional.empty(), List.of(), state, Map.of());
        };
    }

    /** A parent whose page is needed. */
    record Open(Parent parent, Place place) {}

    /** The place in the list of a stream's properties that is read first; empty where it is known, or there is none. */
    static Optional<Place> properties(StreamModel stream, Place place) {
        return stream.knowsProperties(place)
                ? Optional.empty()
                : place.properties().flatMap(Properties::asking);
    }

    static Open open(StreamModel stream, Way way) {
        return switch (way) {
            case Way.Product product -> open(gathered(stream, product), product.current());
            default -> open(stream.routers().getFirst(), way);
        };
    }

    private static Open open(Router router, Way way) {
        if (router instanceof Router.Children children && way instanceof Way.Children at) {
            return new Open(children.parents().get(at.index()), at.parent().orElseThrow());
        }
        if (router instanceof Router.Grouped grouped && way instanceof Way.Grouped at) {
            return open(grouped.inner(), at.inner());
        }
        if (router instanceof Router.Union union && way instanceof Way.Union at) {
            return open(union.routers().get(at.index()), at.inner().orElseThrow());
        }
        throw new IllegalStateException("no parent is being read");
    }

    /** The way after a parent's page, with the partitions it gave. */
    static Way answered(Way way, Place parent, List<Partition> partitions) {
        return switch (way) {
            case Way.Product product ->
                new Way.Product(
                        product.found(),
                        product.gathered(),
                        answered(product.current(), parent, partitions),
                        product.outer(),
                        product.next(),
                        product.given());
            case Way.Children at ->
                new Way.Children(at.index(), Optional.of(parent), partitions, 0, at.given(), at.states());
            case Way.Grouped at -> new Way.Grouped(answered(at.inner(), parent, partitions), at.batch(), at.seen());
            case Way.Union at ->
                new Way.Union(
                        at.index(),
                        at.inner().map(inner -> answered(inner, parent, partitions)),
                        at.seen(),
                        at.given(),
                        at.states());
            default -> throw new IllegalStateException("no parent is being read");
        };
    }

    /** The place at which a page is needed, of this stream, of a parent or of the list of properties, or the end. */
    Place settle(StreamModel stream, Place from, boolean isParent) {
        Place place = settlePages(stream, from, isParent);
        return place.isDone() || place.window().isEmpty() || stream.knowsProperties(place)
                ? place
                : place.properties(
                        settle(stream.query().flatMap(QueryModel::endpoint).orElseThrow(), place));
    }

    private Properties settle(QueryModel.Endpoint endpoint, Place place) {
        Properties properties = place.properties()
                .orElseGet(() -> new Properties(Optional.of(start(endpoint.stream(), Map.of())), List.of()));
        Place settled = settle(endpoint.stream(), properties.asking().orElseThrow(), false);
        return settled.isDone() ? properties.whole() : properties.at(settled);
    }

    private Place settlePages(StreamModel stream, Place from, boolean isParent) {
        Place place = from;
        while (!place.isDone() && place.window().isEmpty()) {
            if (!place.segments().isEmpty()) {
                place = nextWindow(stream, place);
                continue;
            }
            if (place.partition().isPresent()) {
                place = endOfPartition(stream, place);
            }
            Routed routed = next(stream, place.way());
            place = place.way(routed.way());
            if (routed.isWaiting()) {
                return place;
            }
            place = routed.partition().isPresent()
                    ? begin(stream, place, routed.partition().get())
                    : done(place, isParent);
        }
        return place;
    }

    /** The place at the first window of what is left of the time. */
    Place nextWindow(StreamModel stream, Place place) {
        Cursor.Cut cut = stream.cursor().orElseThrow().cut(place.segments().getFirst(), base);
        List<Segment> ahead = new ArrayList<>();
        cut.rest().ifPresent(ahead::add);
        ahead.addAll(place.segments().subList(1, place.segments().size()));
        return place.begin(cut.window(), ahead, stream.paginator().first());
    }

    /** The place at the beginning of a partition; the same place where this pass was there already. */
    Place begin(StreamModel stream, Place place, Partition partition) {
        if (stream.cursor().isEmpty()) {
            return place.begin(partition, List.of())
                    .begin(Window.WHOLE, List.of(), stream.paginator().first());
        }
        Cursor cursor = stream.cursor().get();
        Instant now = clock.instant();
        if (place.state() instanceof State.One one) {
            return place.begin(partition, cursor.segments(one.cursor(), overlap, base, now));
        }
        State.Many many = States.limited((State.Many) place.state());
        String key = partition.key();
        State.Many.Part part = many.parts().get(key);
        if (part != null && part.isRead()) {
            return place; // a second time the same partition
        }
        CursorState state = States.cursor(cursor, many, key, base);
        State.Many opened = many.part(key, new State.Many.Part(cursor.message(state, base), true))
                .current(Optional.of(state));
        return place.state(opened).begin(partition, cursor.segments(state, overlap, base, now));
    }

    /** The state after the window of this place was read to its end. */
    State closed(StreamModel stream, Place place) {
        return switch (place.state()) {
            case State.Nothing nothing -> nothing;
            case State.One one ->
                new State.One(stream.cursor()
                        .orElseThrow()
                        .close(one.cursor(), place.window().orElseThrow(), place.newest(), base));
            case State.Many many when many.isGlobal() -> many;
            case State.Many many -> {
                Cursor cursor = stream.cursor().orElseThrow();
                CursorState closed = cursor.close(
                        many.current().orElseThrow(), place.window().orElseThrow(), place.newest(), base);
                yield many.current(Optional.of(closed));
            }
        };
    }

    Place endOfPartition(StreamModel stream, Place place) {
        if (!(place.state() instanceof State.Many many) || many.current().isEmpty()) {
            return place.endOfPartition(place.state());
        }
        Cursor cursor = stream.cursor().orElseThrow();
        Map<Object, Object> message = cursor.message(many.current().get(), base);
        String key = place.partition().orElseThrow().key();
        return place.endOfPartition(
                many.part(key, new State.Many.Part(message, true)).current(Optional.empty()));
    }

    Place done(Place place, boolean isParent) {
        if (place.state() instanceof State.Many many && (!isParent || place.counts())) {
            long seconds = Duration.between(many.began(), clock.instant()).toSeconds();
            return place.done(many.finished(seconds, parents(place.way())));
        }
        return place.done(place.state());
    }

    private static Optional<Map<Object, Object>> parents(Way way) {
        return switch (way) {
            case Way.Children children -> Optional.of(children.states());
            case Way.Grouped grouped -> parents(grouped.inner());
            case Way.Union union -> Optional.of(union.states()).filter(states -> !states.isEmpty());
            default -> Optional.empty();
        };
    }

    // ---- routers

    /** The next partition; none at the end, and none where a parent's page is needed first. */
    record Routed(Way way, Optional<Partition> partition, boolean isWaiting) {

        static Routed end(Way way) {
            return new Routed(way, Optional.empty(), false);
        }
    }

    Routed next(StreamModel stream, Way way) {
        return switch (way) {
            case Way.Whole whole ->
                whole.isBegun()
                        ? Routed.end(way)
                        : new Routed(new Way.Whole(true), Optional.of(Partition.WHOLE), false);
            case Way.Product product -> product(stream, product);
            default -> next(stream.routers().getFirst(), way);
        };
    }

    private Routed next(Router router, Way way) {
        if (router instanceof Router.Listed list && way instanceof Way.Listed at) {
            List<Object> values = list.values(base);
            return at.next() < values.size()
                    ? new Routed(
                            new Way.Listed(at.next() + 1),
                            Optional.of(list.partition(values.get(at.next()), base)),
                            false)
                    : Routed.end(way);
        }
        if (router instanceof Router.Children children && way instanceof Way.Children at) {
            return next(children, at);
        }
        if (router instanceof Router.Grouped grouped && way instanceof Way.Grouped at) {
            return grouped(grouped, at);
        }
        if (router instanceof Router.Union union && way instanceof Way.Union at) {
            return union(union, at);
        }
        throw new IllegalStateException("a position of another stream");
    }

    private Routed grouped(Router.Grouped router, Way.Grouped from) {
        Way inner = from.inner();
        List<Partition> batch = new ArrayList<>(from.batch());
        List<String> seen = new ArrayList<>(from.seen());
        while (batch.size() < router.size()) {
            Routed routed = next(router.inner(), inner);
            inner = routed.way();
            if (routed.isWaiting()) {
                return new Routed(new Way.Grouped(inner, batch, seen), Optional.empty(), true);
            }
            if (routed.partition().isEmpty()) {
                break;
            }
            String identity = Router.Grouped.identity(routed.partition().get());
            if (!router.dropsDoubles() || isNew(identity, seen)) {
                batch.add(routed.partition().get());
            }
        }
        Way after = new Way.Grouped(inner, List.of(), seen);
        return batch.isEmpty()
                ? Routed.end(after)
                : new Routed(after, Optional.of(Router.Grouped.partition(batch)), false);
    }

    /** Notes it where it is. Of the last some thousands alone: one that comes again later is read again, to no harm. */
    private static boolean isNew(String identity, List<String> seen) {
        if (seen.contains(identity)) {
            return false;
        }
        if (seen.size() >= MOST_SEEN) {
            seen.removeFirst();
        }
        seen.add(identity);
        return true;
    }

    private Routed union(Router.Union router, Way.Union from) {
        Way.Union at = from;
        while (at.index() < router.routers().size()) {
            Router current = router.routers().get(at.index());
            Map<Object, Object> given = at.given();
            Routed routed = next(current, at.inner().orElseGet(() -> way(current, given)));
            if (routed.partition().isEmpty() && !routed.isWaiting()) {
                Map<Object, Object> states = new LinkedHashMap<>(at.states());
                parents(routed.way()).ifPresent(states::putAll);
                at = new Way.Union(at.index() + 1, Optional.empty(), at.seen(), given, states);
                continue;
            }
            List<String> seen = new ArrayList<>(at.seen());
            Optional<Partition> found = routed.partition().map(router::partition);
            boolean isNew = found.isEmpty() || isNew(found.get().key(), seen);
            at = new Way.Union(at.index(), Optional.of(routed.way()), seen, given, at.states());
            if (isNew) {
                return new Routed(at, found, routed.isWaiting());
            }
        }
        return Routed.end(at);
    }

    private Routed next(Router.Children router, Way.Children from) {
        Way.Children at = from;
        while (true) {
            if (at.next() < at.waiting().size()) {
                return new Routed(
                        new Way.Children(at.index(), at.parent(), at.waiting(), at.next() + 1, at.given(), at.states()),
                        Optional.of(at.waiting().get(at.next())),
                        false);
            }
            if (at.index() == router.parents().size()) {
                return Routed.end(at);
            }
            Parent parent = router.parents().get(at.index());
            Map<Object, Object> given = at.given();
            Place place = at.parent().orElseGet(() -> start(parent.stream(), States.parent(parent, given, base)));
            Place settled = settle(parent.stream(), place, true);
            Map<Object, Object> states = states(parent, settled, at.states());
            if (!settled.isDone()) {
                return new Routed(
                        new Way.Children(at.index(), Optional.of(settled), List.of(), 0, at.given(), states),
                        Optional.empty(),
                        true);
            }
            at = new Way.Children(at.index() + 1, Optional.empty(), List.of(), 0, at.given(), states);
        }
    }

    private Map<Object, Object> states(Parent parent, Place place, Map<Object, Object> states) {
        if (!parent.isIncremental()) {
            return states;
        }
        Map<Object, Object> more = new LinkedHashMap<>(states);
        more.put(parent.stream().name(), States.message(parent.stream(), place.state(), base));
        return more;
    }

    private Routed product(StreamModel stream, Way.Product from) {
        Way.Product at = from;
        while (at.found().size() < stream.routers().size() - 1) {
            List<Partition> found = new ArrayList<>(at.gathered());
            Routed routed = drain(gathered(stream, at), at.current(), found);
            if (routed.isWaiting()) {
                return new Routed(at.gathering(found, routed.way()), Optional.empty(), true);
            }
            List<List<Partition>> all = new ArrayList<>(at.found());
            all.add(found);
            Router next = stream.routers().get(all.size() < stream.routers().size() - 1 ? all.size() + 1 : 0);
            at = new Way.Product(all, List.of(), way(next, at.given()), Optional.empty(), 0, at.given());
        }
        long count = 1;
        for (List<Partition> each : at.found()) {
            count *= each.size();
        }
        while (true) {
            if (at.outer().isPresent() && at.next() < count) {
                List<List<Partition>> all = new ArrayList<>();
                all.add(List.of(at.outer().get()));
                all.addAll(at.found());
                return new Routed(at.combined(), Optional.of(combination(all, at.next())), false);
            }
            Routed routed = next(stream.routers().getFirst(), at.current());
            at = new Way.Product(at.found(), List.of(), routed.way(), routed.partition(), 0, at.given());
            if (routed.partition().isEmpty()) {
                return new Routed(at, Optional.empty(), routed.isWaiting());
            }
        }
    }

    /** The router that is being gone through: first all but the first, which is gone through last and as it comes. */
    private static Router gathered(StreamModel stream, Way.Product at) {
        int index = at.found().size() + 1;
        return stream.routers().get(index < stream.routers().size() ? index : 0);
    }

    /** Goes through a router; a parent's partitions are gathered on its way. */
    private Routed drain(Router router, Way way, List<Partition> found) {
        Way at = way;
        while (true) {
            Routed routed = next(router, at);
            if (routed.partition().isEmpty()) {
                return routed;
            }
            found.add(routed.partition().get());
            at = routed.way();
        }
    }

    /** The first router's partition changes last, and its fields win. */
    private static Partition combination(List<List<Partition>> found, long number) {
        long rest = number;
        Map<Object, Object> fields = new LinkedHashMap<>();
        Map<Object, Object> extra = new LinkedHashMap<>();
        for (List<Partition> each : found.reversed()) {
            Partition partition = each.get((int) (rest % each.size()));
            rest /= each.size();
            fields.putAll(partition.fields());
            extra.putAll(partition.extra());
        }
        return new Partition(fields, extra);
    }
}
