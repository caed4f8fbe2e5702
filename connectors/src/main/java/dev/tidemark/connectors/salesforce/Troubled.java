package dev.tidemark.connectors.salesforce;

/** Carries a {@link Trouble} out of the call that met it. */
final class Troubled extends Exception {

    private final transient Trouble trouble;

    Troubled(Trouble trouble) {
        super(trouble.toString(), null, false, false);
        this.trouble = trouble;
    }

    Trouble trouble() {
        return trouble;
    }
}
