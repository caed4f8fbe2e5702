package dev.tidemark.queue;

import dev.tidemark.store.Tx;
import dev.tidemark.sync.SyncId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Jobs that wait for a worker. The rows are the truth about who may run; whatever else carries a notice "look at job N" only
 * makes a worker look sooner, so lost, doubled and late notices are harmless.
 */
public interface Queue {

    /**
     * Puts a job in. Where the sync has one of this kind waiting or running already, that one gets a notice instead: there
     * are never two (invariant 2), and a running one looks again before it ends.
     *
     * @return whether the job is new, so that somebody has to be woken for it
     */
    boolean put(Tx tx, UUID idIfNew, JobKind kind, SyncId sync, UUID run, Instant due);

    /**
     * {@link #hold} and then {@link #put} in one statement, for the sync and the run of the lease.
     *
     * @throws LeaseExpired where the lease does not hold
     */
    boolean holdAndPut(Tx tx, Lease lease, UUID idIfNew, JobKind kind, Instant due);

    /** Leases up to so many jobs that are due. */
    List<Lease> lease(Tx tx, String worker, int most, Duration length, Instant now);

    /** Extends leases; answers the jobs that are still this worker's. */
    Set<UUID> heartbeat(Tx tx, Collection<Lease> leases, Duration length, Instant now);

    /**
     * Makes sure that the lease holds until this transaction ends.
     *
     * @throws LeaseExpired where it does not
     */
    void hold(Tx tx, Lease lease);

    /**
     * As {@link #hold}, and extends the lease where less than this is left of it.
     *
     * @throws LeaseExpired where the lease has passed to another
     */
    void holdFor(Tx tx, Lease lease, Duration atLeast, Instant now);

    /** Ends a job, unless it got a notice since this count; answers whether it ended. */
    boolean finish(Tx tx, Lease lease, long notices);

    /** Ends jobs whatever notices they got, in one statement; for jobs that look at nothing else. */
    int finishAll(Tx tx, Collection<Lease> leases);

    /**
     * What a running job is to know of its sync's line of pages.
     *
     * @param notices that it has got so far
     * @param growing whether a worker is retrieving pages
     */
    record Line(long notices, boolean growing) {}

    /** How the line of this job's sync stands. */
    Line line(Tx tx, Lease lease);

    /** Gives a job back, to be leased again from then on. Only a failed attempt counts. */
    void later(Tx tx, Lease lease, Instant due, boolean failed, String reason);

    /** Takes away all jobs of a sync, running or not: their workers notice at their next write. */
    void cancel(Tx tx, SyncId sync);

    /** Gives up a job; it stays, visible, until it is replayed. */
    void bury(Tx tx, Lease lease, String reason);

    /**
     * Makes jobs whose lease ran out ready again; those that were tried too often are buried.
     *
     * @return the jobs that were buried
     */
    List<DeadJob> reclaim(Tx tx, int mostAttempts, Instant now);

    List<DeadJob> dead(Tx tx);

    /** Puts a dead job back, as new. False where there is none, or the sync has another of its kind by now. */
    boolean replay(Tx tx, UUID job, Instant now);

    /** How many jobs wait or run. */
    long size(Tx tx);
}
