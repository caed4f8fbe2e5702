package dev.tidemark.dispatch;

import dev.tidemark.store.Ids;
import dev.tidemark.store.Store;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Finds the syncs that are due and puts one job for each into the queue, in batches of a few statements. A sync with a run
 * in flight is not looked at (invariant 2), whatever the backlog, and a missed tick is caught up once.
 */
public final class Dispatch {

    private static final int BATCH = 1000;

    private final Store store;
    private final InstantSource clock;
    private final Ids ids;
    private final Runnable first;

    public Dispatch(Store store, InstantSource clock, Ids ids) {
        this(store, clock, ids, () -> {});
    }

    /** @param first makes syncs due that somebody else knows of; done at the beginning of each tick */
    public Dispatch(Store store, InstantSource clock, Ids ids, Runnable first) {
        this.first = first;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    /** One tick: dispatches all that is due. Answers how many. */
    public int tick() {
        first.run();
        Instant now = clock.instant();
        int dispatched = 0;
        int batch;
        do {
            batch = store.inTransaction(tx -> JdbcDue.dispatch(tx, ids, BATCH, now));
            dispatched += batch;
        } while (batch == BATCH);
        return dispatched;
    }
}
