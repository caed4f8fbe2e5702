package dev.tidemark.store;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids. Injected, so that a run of the engine can be repeated exactly. */
@FunctionalInterface
public interface Ids {

    UUID next();

    /** Ids of version 7 (RFC 9562): the time in milliseconds, then random bits, so that new rows lie side by side. */
    static Ids timeOrdered(InstantSource clock, RandomGenerator random) {
        return () -> {
            long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0xfff);
            long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
            return new UUID(high, low);
        };
    }
}
