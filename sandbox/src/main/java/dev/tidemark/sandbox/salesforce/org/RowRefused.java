package dev.tidemark.sandbox.salesforce.org;

/** A record was refused; nothing of it was changed. */
public final class RowRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RowError error;

    public RowRefused(RowError error) {
        super(error.statusCode() + ": " + error.message());
        this.error = error;
    }

    public static RowRefused because(String statusCode, String message, String... fields) {
        return new RowRefused(RowError.of(statusCode, message, fields));
    }

    public RowError error() {
        return error;
    }
}
