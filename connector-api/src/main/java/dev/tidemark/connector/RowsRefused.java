package dev.tidemark.connector;

/**
 * The database refused at least one row of a slice, so that none of it was loaded. The engine sends the slice again with
 * {@link TableLoad#begin} in careful mode, in which each bad row is told apart.
 */
public final class RowsRefused extends Exception {

    public RowsRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
