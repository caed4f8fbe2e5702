package dev.tidemark.connectors.manifest.load;

/**
 * Why a manifest cannot run.
 *
 * @param place where, such as {@code streams[2] (orders).retriever.requester}
 * @param what is wrong or missing there
 */
public record Problem(String place, String what) {

    @Override
    public String toString() {
        return place.isEmpty() ? what : place + ": " + what;
    }
}
