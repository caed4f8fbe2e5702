package dev.tidemark.connectors.manifest.expression;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What templates take for now: the clock's time, or, while a page is read, the time at which that page was asked for, so
 * that it reads the same whenever it is read again.
 */
public final class Now implements InstantSource {

    private static final ScopedValue<Instant> FIXED = ScopedValue.newInstance();

    private final InstantSource clock;

    public Now(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        return FIXED.isBound() ? FIXED.get() : clock.instant();
    }

    /** Reads as if it were this time. */
    public static <T> T at(Instant time, Supplier<T> reading) {
        return ScopedValue.where(FIXED, time).call(reading::get);
    }
}
