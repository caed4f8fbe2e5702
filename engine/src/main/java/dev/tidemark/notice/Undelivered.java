package dev.tidemark.notice;

/** A channel is away, or does not take what it is given. */
public final class Undelivered extends Exception {
    /** @param message without secrets */
    public Undelivered(String message) {
        super(message);
    }
}
