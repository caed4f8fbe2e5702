package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.slice.Cursor;
import dev.tidemark.connectors.manifest.slice.CursorState;
import dev.tidemark.connectors.manifest.slice.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stream read in parts side by side: its partitions, or the windows of one that has none. A part's place is that of a
 * stream with this part alone; what became of it is taken over into the state of all when it has come to its end. The order in
 * which parts end means nothing to the format: the state has a cursor for each partition and the windows that are read, and
 * the states of parents count when everything is read.
 */
public final class Abreast {

    private static final String TRUNK = "parents";

    private final StreamModel stream;
    private final Walk walk;

    Abreast(StreamModel stream, Walk walk) {
        this.stream = stream;
        this.walk = walk;
    }

    /**
     * A position and its parts.
     *
     * @param parts what may be asked for, by name; nothing once everything is read
     */
    public record Opened(Position all, Map<String, Position> parts) {}

    /** Not of jobs: an API has few of them at a time, mostly one. */
    static boolean isPossible(StreamModel stream) {
        return stream.job().isEmpty() && (stream.isPartitioned() || isByWindow(stream));
    }

    private static boolean isByWindow(StreamModel stream) {
        return !stream.isPartitioned() && stream.cursor().filter(Cursor::isCut).isPresent();
    }

    Opened opened(Position from, int most) {
        SortedMap<Integer, Place> lanes = new TreeMap<>(from.lanes());
        Place trunk = from.place();
        if (trunk.window().isPresent()
                || (stream.isPartitioned() && trunk.partition().isPresent())) {
            // It was read on alone so far.
            lanes.put(free(lanes), lane(trunk));
            trunk = left(trunk);
        }
        boolean isWaiting = false;
        while (!trunk.isDone() && !isWaiting && lanes.size() < most(trunk, most)) {
            if (!trunk.segments().isEmpty()) {
                Place begun = walk.nextWindow(stream, trunk);
                lanes.put(free(lanes), lane(begun));
                trunk = left(begun);
                continue;
            }
            Walk.Routed routed = walk.next(stream, trunk.way());
            trunk = trunk.way(routed.way());
            isWaiting = routed.isWaiting();
            if (routed.partition().isPresent()) {
                Place begun = walk.begin(stream, trunk, routed.partition().get());
                trunk = isByWindow(stream) ? begun : left(begun);
                if (!isByWindow(stream) && begun.partition().isPresent()) {
                    trunk = opened(trunk, lane(begun), lanes);
                }
            } else if (!isWaiting) {
                if (!lanes.isEmpty()) {
                    break;
                }
                trunk = walk.done(walk.endOfPartition(stream, trunk), false);
            }
        }
        return new Opened(new Position(trunk, lanes), parts(trunk, lanes, isWaiting, most));
    }

    /** Where the API is asked first which properties there are, it is asked once. */
    private int most(Place trunk, int most) {
        return stream.knowsProperties(trunk) ? most : 1;
    }

    /** One that has nothing to ask for is at its end at once. */
    private Place opened(Place trunk, Place lane, SortedMap<Integer, Place> lanes) {
        Place settled = walk.settle(stream, lane, false);
        if (settled.isDone()) {
            return taken(trunk, settled);
        }
        lanes.put(free(lanes), settled);
        return trunk;
    }

    private static Map<String, Position> parts(
            Place trunk, SortedMap<Integer, Place> lanes, boolean isWaiting, int most) {
        Map<String, Position> parts = new LinkedHashMap<>();
        if (isWaiting) {
            // What is read says nothing of where the parents stand.
            parts.put(TRUNK, new Position(trunk.state(new State.Nothing()), Position.Part.TRUNK));
        }
        lanes.forEach((number, lane) -> {
            if (parts.size() < most) {
                parts.put(number.toString(), new Position(lane, Position.Part.LANE));
            }
        });
        return parts;
    }

    private static int free(SortedMap<Integer, Place> lanes) {
        int number = 0;
        while (lanes.containsKey(number)) {
            number++;
        }
        return number;
    }

    /** The part that a place is in, as a stream of its own. */
    private Place lane(Place place) {
        State state = switch (place.state()) {
            case State.Nothing nothing -> nothing;
            case State.One one ->
                new State.One(new CursorState(one.cursor().floor(), one.cursor().start(), List.of(), Map.of()));
            case State.Many many -> many.only(place.partition().orElseThrow().key());
        };
        return new Place(
                new Way.Whole(true),
                place.partition(),
                isByWindow(stream) ? List.of() : place.segments(),
                place.window(),
                place.paging(),
                place.newest(),
                place.counts(),
                place.job(),
                place.properties(),
                state,
                false);
    }

    /** A place without the part that it is in. */
    private Place left(Place place) {
        return isByWindow(stream) ? place.endOfWindow(place.state()) : place.endOfPartition(without(place.state()));
    }

    private static State without(State state) {
        return state instanceof State.Many many ? many.current(Optional.empty()) : state;
    }

    /** The trunk after a part has come to its end. */
    private Place taken(Place trunk, Place lane) {
        State state = switch (trunk.state()) {
            case State.Nothing nothing -> nothing;
            case State.One one -> {
                List<Interval> read =
                        lane.state() instanceof State.One own ? own.cursor().read() : List.of();
                yield new State.One(stream.cursor().orElseThrow().and(one.cursor(), read));
            }
            case State.Many many -> lane.state() instanceof State.Many own ? many.and(own) : many;
        };
        return trunk.state(state);
    }

    Opened folded(Position all, String name, Position then, boolean isEnded, int most) {
        if (name.equals(TRUNK)) {
            return opened(all.at(all.place().way(then.place().way())), most);
        }
        SortedMap<Integer, Place> lanes = new TreeMap<>(all.lanes());
        int number = Integer.parseInt(name);
        if (!lanes.containsKey(number)) {
            throw new IllegalArgumentException("no part " + name + " is open");
        }
        Place trunk = knowing(all.place(), then.place());
        if (isEnded) {
            lanes.remove(number);
            trunk = taken(trunk, then.place());
        } else {
            lanes.put(number, then.place());
        }
        return opened(new Position(trunk, lanes), most);
    }

    /** What one part was told of the stream's properties holds for those that are opened after it. */
    private Place knowing(Place trunk, Place lane) {
        return stream.knowsProperties(trunk)
                ? trunk
                : lane.properties()
                        .filter(p -> p.asking().isEmpty())
                        .map(trunk::properties)
                        .orElse(trunk);
    }
}
