package dev.tidemark.sandbox.salesforce.data;

/** A data file that cannot be loaded; the message says where in it and why. */
public final class BadData extends Exception {
    private static final long serialVersionUID = 1L;

    public BadData(String where, String why) {
        super(where + ": " + why);
    }
}
