package dev.tidemark.connector;

import java.io.IOException;

/** A database cannot do its part now: unreachable, full, shutting down. Tried again later, with back-off; nothing is lost. */
public final class Unavailable extends IOException {

    public Unavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
