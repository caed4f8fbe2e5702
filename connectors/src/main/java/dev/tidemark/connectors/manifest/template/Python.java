package dev.tidemark.connectors.manifest.template;

import java.util.Optional;

/** What Python makes of values, for those who use templates. */
public final class Python {

    private Python() {}

    /** {@code str(value)}. */
    public static String str(Object value) {
        return Text.str(value);
    }

    /** {@code bool(value)}. */
    public static boolean truth(Object value) {
        return Values.truth(value);
    }

    /** {@code a == b}. */
    public static boolean equal(Object a, Object b) {
        return Values.equal(a, b);
    }

    /** {@code int(text)}, where it is one. */
    public static Optional<Object> integer(String text) {
        return Numerals.integer(text, 10);
    }

    /** {@code float(text)}, where it is one. */
    public static Optional<Double> real(String text) {
        return Numerals.decimal(text);
    }
}
