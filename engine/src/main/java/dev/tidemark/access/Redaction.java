package dev.tidemark.access;

/** Cuts known secret values out of whatever is kept or shown (invariant 9). */
public interface Redaction {

    /** The same array where it holds no secret. */
    byte[] page(byte[] body);

    String text(String text);

    Redaction NONE = new Redaction() {
        @Override
        public byte[] page(byte[] body) {
            return body;
        }

        @Override
        public String text(String text) {
            return text;
        }
    };
}
