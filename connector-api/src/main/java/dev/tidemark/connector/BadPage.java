package dev.tidemark.connector;

/** A page that cannot be read as records. */
public final class BadPage extends Exception {

    public BadPage(String message) {
        super(message);
    }

    public BadPage(String message, Throwable cause) {
        super(message, cause);
    }
}
