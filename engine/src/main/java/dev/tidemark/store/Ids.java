package dev.tidemark.store;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Makes ids. Injected, so that a run of the engine can be repeated exactly. */
@FunctionalInterface
public interface Ids {

    UUID next();

    /**
     * Ids of version 7 (RFC 9562): the time in milliseconds, then random bits, so that new rows lie side by side. Most
     * generators answer two threads the same when they ask at once, so one is asked at a time.
     */
    static Ids timeOrdered(InstantSource clock, RandomGenerator random) {
        Lock oneByOne = new ReentrantLock();
        return () -> {
            long millis = clock.millis();
            oneByOne.lock();
            try {
                long high = (millis << 16) | 0x7000 | (random.nextLong() & 0xfff);
                long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
                return new UUID(high, low);
            } finally {
                oneByOne.unlock();
            }
        };
    }
}
