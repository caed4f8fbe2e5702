package dev.tidemark.connector;

/** Another worker has taken over: a higher fencing number stands in the mark. Nothing was changed (invariant 2). */
public final class LeaseLost extends Exception {

    public LeaseLost(String message) {
        super(message);
    }
}
