package dev.tidemark.connectors.manifest.request;

/** A request that cannot be made as the manifest says, or an answer it does not expect: a person must act. */
public final class Impossible extends RuntimeException {

    public Impossible(String why) {
        super(why);
    }

    public Impossible(String why, Throwable cause) {
        super(why, cause);
    }
}
