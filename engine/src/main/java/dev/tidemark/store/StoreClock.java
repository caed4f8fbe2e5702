package dev.tidemark.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The one clock by which leases, due times and windows are judged (invariant 2): the store's, read now and then and carried
 * on by the time that has passed here, so that a machine whose own clock jumps changes nothing.
 */
public final class StoreClock implements InstantSource {

    private static final Duration FRESH = Duration.ofMinutes(5);

    /** A store's clock that is set back by more than this is not followed: what was due, leased or spaced would wait anew. */
    private static final Duration MOST_BACK = Duration.ofMinutes(1);

    private final Supplier<Instant> store;
    private final LongSupplier nanos;
    private volatile Reading reading;

    private record Reading(Instant store, long nanos) {
        Instant at(long now) {
            return store.plusNanos(now - nanos).truncatedTo(ChronoUnit.MICROS);
        }
    }

    public StoreClock(Store store) {
        this(
                () -> store.inTransaction(tx -> tx.handle()
                        .createQuery("SELECT clock_timestamp()")
                        .mapTo(Instant.class)
                        .one()),
                System::nanoTime);
    }

    StoreClock(Supplier<Instant> store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
        this.reading = new Reading(store.get(), nanos.getAsLong());
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        if (nanos.getAsLong() - last.nanos > FRESH.toNanos()) {
            last = fresh(last);
            reading = last;
        }
        return last.at(nanos.getAsLong());
    }

    private Reading fresh(Reading last) {
        Instant read;
        try {
            read = store.get();
        } catch (StoreUnavailable e) {
            // The time that has passed here still tells the time; the next call asks again.
            return last;
        }
        long now = nanos.getAsLong();
        Instant carried = last.at(now);
        return new Reading(read.isBefore(carried.minus(MOST_BACK)) ? carried : read, now);
    }
}
