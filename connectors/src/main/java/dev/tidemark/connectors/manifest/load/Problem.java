package dev.tidemark.connectors.manifest.load;

/**
 * Why a manifest cannot run.
 *
 * @param place where, such as {@code streams[2] (orders).retriever.requester}
 * @param what is wrong or missing there
 * @param line of the manifest's text, counted from 1; 0 where it is not known
 */
public record Problem(String place, String what, int line) {

    public Problem(String place, String what) {
        this(place, what, 0);
    }

    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ", " : "") + (place.isEmpty() ? what : place + ": " + what);
    }
}
