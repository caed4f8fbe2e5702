package dev.tidemark.run;

import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Queue;
import dev.tidemark.store.Store;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.Sync;
import dev.tidemark.sync.SyncId;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** How runs end: each way in one transaction with the sync and the job. */
public final class Ending {

    private final Store store;
    private final Queue queue;
    private final InstantSource clock;
    private final BackOff backOff;
    private final JdbcRuns runs = new JdbcRuns();
    private final JdbcSyncs syncs = new JdbcSyncs();

    public Ending(Store store, Queue queue, InstantSource clock, BackOff backOff) {
        this.store = store;
        this.queue = queue;
        this.clock = clock;
        this.backOff = backOff;
    }

    /** The run of this lease fails: its sync rests, and what it has archived is loaded all the same. */
    public void fail(Lease lease, Failure failure, long requests) {
        store.run(tx -> {
            queue.hold(tx, lease);
            runs.spent(tx, lease.run(), requests);
            fail(tx, lease.sync(), lease.run(), failure);
            queue.finish(tx, lease, Long.MAX_VALUE);
        });
    }

    /** As {@link #fail}, for whatever run of the sync is in flight: its job of another kind ends too. */
    public void failInFlight(Lease lease, Failure failure) {
        store.run(tx -> failInFlight(tx, lease, failure));
    }

    /** In a transaction of the caller's; once this returns, no other job of the sync can commit anything any more. */
    public void failInFlight(Tx tx, Lease lease, Failure failure) {
        queue.hold(tx, lease);
        queue.cancel(tx, lease.sync()); // jobs before runs, as all others lock them
        for (UUID run : runs.inFlight(tx, lease.sync())) {
            fail(tx, lease.sync(), run, failure);
        }
    }

    private void fail(Tx tx, SyncId sync, UUID run, Failure failure) {
        if (runs.failed(tx, run, failure, clock.instant())) {
            syncs.failed(tx, sync, backOff, clock.instant());
        }
        syncs.released(tx, sync, run);
    }

    /** A buried job takes its run with it. */
    public void buried(Tx tx, SyncId sync, UUID run, String reason) {
        fail(
                tx,
                sync,
                run,
                new Failure(
                        "job.buried",
                        "the job was given up: " + reason,
                        "Look at the log of the workers, then run 'tidemark jobs replay' or wait for the next run"));
    }

    /** A person or a changed file ends whatever is in flight; answers whether something was. */
    public boolean cancel(Tx tx, SyncId sync) {
        queue.cancel(tx, sync);
        List<UUID> inFlight = runs.inFlight(tx, sync);
        for (UUID run : inFlight) {
            runs.cancelled(tx, run, clock.instant());
            syncs.released(tx, sync, run);
        }
        return !inFlight.isEmpty();
    }

    /** Invariant 3: the last page is archived (outbound: the pass is done), so the schedule counts from now. */
    public void retrieved(Tx tx, Sync sync, UUID run, long lastPage) {
        var now = clock.instant();
        runs.retrieved(tx, run, lastPage, now);
        syncs.synced(tx, sync.id(), now, sync.due().next(now));
    }

    /** The records that webhooks named are archived. Nothing was asked of the rest, so the schedule goes on as it was. */
    public void named(Tx tx, UUID run, long lastPage) {
        runs.retrieved(tx, run, lastPage, clock.instant());
    }

    /** Ends the runs of this sync whose last page is loaded: only that is complete. */
    public void complete(Tx tx, SyncId sync, long appliedPage) {
        List<Run> done = runs.complete(tx, sync, appliedPage);
        for (Run run : done) {
            RunState state = runs.ended(tx, run.id(), run.counts(), clock.instant());
            if (state == RunState.FAILED) {
                syncs.failed(tx, sync, backOff, clock.instant());
            }
            syncs.released(tx, sync, run.id());
        }
    }
}
