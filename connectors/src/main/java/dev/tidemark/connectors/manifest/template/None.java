package dev.tidemark.connectors.manifest.template;

/** Python's {@code None}, which is JSON's {@code null}; a Java {@code null} is no value here. */
public enum None {
    NONE;

    @Override
    public String toString() {
        return "None";
    }
}
