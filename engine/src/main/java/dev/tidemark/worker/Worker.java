package dev.tidemark.worker;

import dev.tidemark.queue.DeadJob;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.LeaseExpired;
import dev.tidemark.queue.Queue;
import dev.tidemark.queue.Step;
import dev.tidemark.queue.Work;
import dev.tidemark.run.Ending;
import dev.tidemark.run.Failure;
import dev.tidemark.store.Store;
import dev.tidemark.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker does, one act at a time: lease, step, heartbeat, reclaim. {@link WorkerThreads} does these over and over on
 * threads; a test does them by hand.
 */
public final class Worker {

    /** How long a lease holds without a heartbeat: so long does a killed worker's work lie idle. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    /** How often a job may lose its worker before it is given up. */
    private static final int MOST_ATTEMPTS = 8;

    private static final Duration STORE_AWAY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final String id;
    private final Store store;
    private final InstantSource clock;
    private final Queue queue;
    private final Ending ending;
    private final Works works;

    public Worker(String id, Store store, InstantSource clock, Queue queue, Ending ending, Works works) {
        this.id = id;
        this.store = store;
        this.clock = clock;
        this.queue = queue;
        this.ending = ending;
        this.works = works;
    }

    /** Leases up to so many jobs and opens their work. */
    public List<Work> lease(int most) {
        Instant now = clock.instant();
        List<Lease> leases = store.inTransaction(tx -> queue.lease(tx, id, most, LEASE, now));
        return leases.stream().map(this::open).flatMap(Optional::stream).toList();
    }

    private Optional<Work> open(Lease lease) {
        Optional<Work> work = works.open(lease);
        if (work.isEmpty()) {
            // The sync has left the file, or this worker has not read the file yet that names it.
            Instant later = clock.instant().plus(Duration.ofSeconds(5));
            store.run(tx -> queue.later(tx, lease, later, false, "worker " + id + " does not know the sync"));
        }
        return work;
    }

    /** One step of one job. Never throws: what goes wrong is the job's end, or a rest. */
    public Step step(Work work) {
        try {
            return work.step();
        } catch (LeaseExpired e) {
            return Step.ENDED;
        } catch (StoreUnavailable e) {
            LOG.warn("{}; trying again", e.getMessage());
            return new Step.Rest(STORE_AWAY);
        } catch (RuntimeException e) {
            return broken(work, e);
        }
    }

    /** A fault of our own: the run fails, loudly, and nothing else does. */
    private Step broken(Work work, RuntimeException e) {
        LOG.error("job {} failed by a fault in Tidemark", work.lease().job(), e);
        try {
            ending.failInFlight(
                    work.lease(),
                    new Failure(
                            "internal",
                            "a fault in Tidemark: " + e.getClass().getSimpleName() + " at " + place(e),
                            "Please report it with the log of the worker; the sync is tried again by itself"));
            return Step.ENDED;
        } catch (LeaseExpired lost) {
            return Step.ENDED;
        } catch (StoreUnavailable away) {
            return new Step.Rest(STORE_AWAY);
        }
    }

    private static String place(RuntimeException e) {
        return e.getStackTrace().length == 0 ? "an unknown place" : String.valueOf(e.getStackTrace()[0]);
    }

    /** Extends the leases of these jobs; answers those that are still ours. */
    public Set<UUID> heartbeat(List<Lease> leases) {
        Instant now = clock.instant();
        return store.inTransaction(tx -> queue.heartbeat(tx, leases, LEASE, now));
    }

    /** Gives back a job that this worker will not finish, so that the next one need not wait for the lease to run out. */
    public void giveBack(Work work) {
        Instant now = clock.instant();
        try {
            store.run(tx -> queue.later(tx, work.lease(), now, false, "worker " + id + " stopped"));
        } catch (LeaseExpired | StoreUnavailable e) {
            LOG.debug(
                    "job {} could not be given back; its lease runs out",
                    work.lease().job());
        }
    }

    /** Makes jobs whose worker is gone ready again. */
    public void reclaim() {
        Instant now = clock.instant();
        store.run(tx -> {
            for (DeadJob dead : queue.reclaim(tx, MOST_ATTEMPTS, now)) {
                LOG.error("job {} of run {} was given up: {}", dead.job(), dead.run(), dead.reason());
                ending.buried(tx, dead.sync(), dead.run(), dead.reason());
            }
        });
    }
}
