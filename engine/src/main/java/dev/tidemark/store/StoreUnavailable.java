package dev.tidemark.store;

/** The store's database cannot do its part now. Nothing is lost: what was not committed is done again. */
public final class StoreUnavailable extends RuntimeException {

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
