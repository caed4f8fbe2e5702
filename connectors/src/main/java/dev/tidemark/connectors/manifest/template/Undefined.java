package dev.tidemark.connectors.manifest.template;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a template finds where nothing is: empty as text, false as a condition, and an error where more is asked of it.
 *
 * @param why what is not there; told only where it becomes an error
 */
record Undefined(Supplier<String> why) {

    Undefined(String why) {
        this(() -> why);
    }

    /** What is not there is like all else that is not there. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    UndefinedValue error() {
        return new UndefinedValue(why.get());
    }

    /** @throws UndefinedValue where nothing is there */
    static void refuse(Object value) {
        if (value instanceof Undefined nothing) {
            throw nothing.error();
        }
    }

    static void refuse(Object a, Object b) {
        refuse(a);
        refuse(b);
    }
}
