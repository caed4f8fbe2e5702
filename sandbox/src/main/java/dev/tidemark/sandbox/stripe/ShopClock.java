package dev.tidemark.sandbox.stripe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of the stand-in: another one, and so much before or after it. */
final class ShopClock implements InstantSource {
    private final InstantSource real;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    ShopClock(InstantSource real) {
        this.real = real;
    }

    @Override
    public Instant instant() {
        return real.instant().plus(offset.get());
    }

    void advance(Duration by) {
        offset.updateAndGet(now -> now.plus(by));
    }

    void offset(Duration from) {
        offset.set(from);
    }
}
