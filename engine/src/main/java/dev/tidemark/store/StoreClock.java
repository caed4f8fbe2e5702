package dev.tidemark.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The one clock by which leases, due times and windows are judged (invariant 2): the store's, read now and then and carried
 * on by the time that has passed here, so that a machine whose own clock jumps changes nothing.
 */
public final class StoreClock implements InstantSource {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Store store;
    private volatile Reading reading;

    private record Reading(Instant store, long nanos) {}

    public StoreClock(Store store) {
        this.store = store;
        this.reading = read();
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        long passed = System.nanoTime() - last.nanos;
        if (passed > FRESH.toNanos()) {
            try {
                last = read();
                reading = last;
            } catch (StoreUnavailable e) {
                // The time that has passed here still tells the time; the next call asks again.
            }
            passed = System.nanoTime() - last.nanos;
        }
        return last.store.plusNanos(passed).truncatedTo(ChronoUnit.MICROS);
    }

    private Reading read() {
        return store.inTransaction(tx -> new Reading(
                tx.handle()
                        .createQuery("SELECT clock_timestamp()")
                        .mapTo(Instant.class)
                        .one(),
                System.nanoTime()));
    }
}
