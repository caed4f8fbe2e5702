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

    /** @throws IllegalArgumentException where the text is none of {@link #text()} */
    public static Position of(String text) {
        return new Position(PositionText.read(text));
    }

    /** All of it, as JSON. Equal positions have equal texts. */
    public String text() {
        return PositionText.write(place);
    }

    public boolean isDone() {
        return place.isDone();
    }
}
