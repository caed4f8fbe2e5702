package dev.tidemark.connectors.manifest.stream;

/** How far the reading of a stream, and of its parents, has come. */
public final class Position {

    private final Place place;

    Position(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    public boolean isDone() {
        return place.isDone();
    }
}
