package dev.tidemark.connectors.manifest.stream;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far the reading of a stream, and of its parents, has come: of all of it, or of one part that is asked for beside others. */
public final class Position {

    /** What of a stream a position is of. */
    enum Part {
        /** All of it. */
        ALL,
        /** One partition, or one window. */
        LANE,
        /** What leads to the next partition: pages of parents. */
        TRUNK
    }

    private final Place place;
    private final Part part;
    private final SortedMap<Integer, Place> lanes;

    Position(Place place) {
        this(place, Part.ALL, new TreeMap<>());
    }

    Position(Place place, Part part) {
        this(place, part, new TreeMap<>());
    }

    /** @param lanes parts that are read beside the place, by their number; only of all of a stream */
    Position(Place place, SortedMap<Integer, Place> lanes) {
        this(place, Part.ALL, lanes);
    }

    private Position(Place place, Part part, SortedMap<Integer, Place> lanes) {
        this.place = place;
        this.part = part;
        this.lanes = Collections.unmodifiableSortedMap(new TreeMap<>(lanes));
    }

    Place place() {
        return place;
    }

    Part part() {
        return part;
    }

    SortedMap<Integer, Place> lanes() {
        return lanes;
    }

    /** The same part, at another place. */
    Position at(Place other) {
        return new Position(other, part, lanes);
    }

    /** Whether parts are read side by side. */
    public boolean isAbreast() {
        return !lanes.isEmpty();
    }

    public boolean isPart() {
        return part != Part.ALL;
    }

    /** @throws IllegalArgumentException where the text is none of {@link #text()} */
    public static Position of(String text) {
        return PositionText.read(text);
    }

    /** All of it, as JSON. Equal positions have equal texts. */
    public String text() {
        return PositionText.write(this);
    }

    public boolean isDone() {
        return place.isDone();
    }
}
