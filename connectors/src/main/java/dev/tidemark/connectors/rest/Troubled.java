package dev.tidemark.connectors.rest;

/** Carries a {@link Trouble} out of the call that met it. */
public final class Troubled extends Exception {

    private final transient Trouble trouble;

    public Troubled(Trouble trouble) {
        super(trouble.toString(), null, false, false);
        this.trouble = trouble;
    }

    public Trouble trouble() {
        return trouble;
    }
}
