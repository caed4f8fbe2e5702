package dev.tidemark.bench.queue;

import dev.tidemark.bench.Database.Place;
import dev.tidemark.bench.schedule.Syncs;
import dev.tidemark.dispatch.Dispatch;
import dev.tidemark.queue.JdbcQueue;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Queue;
import dev.tidemark.queue.Step;
import dev.tidemark.queue.Work;
import dev.tidemark.run.Ending;
import dev.tidemark.store.Ids;
import dev.tidemark.store.JdbcStore;
import dev.tidemark.store.StoreClock;
import dev.tidemark.sync.BackOff;
import dev.tidemark.worker.Worker;
import dev.tidemark.worker.WorkerThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Tidemark's queue: a job for each of as many syncs, put in by its dispatch. */
final class TidemarkQueue {

    private final JdbcStore store;
    private final StoreClock clock;
    private final Dispatch dispatch;
    private final Queue queue = new JdbcQueue();
    private final int jobs;

    private TidemarkQueue(Place place, int jobs) throws Exception {
        this.jobs = jobs;
        store = JdbcStore.open(place.url(), place.user(), place.password());
        clock = new StoreClock(store);
        dispatch = new Dispatch(store, clock, Ids.timeOrdered(clock, new Random()));
        Syncs.fill(place, jobs, 1);
        int dispatched = dispatch.tick();
        if (dispatched != jobs) {
            throw new IllegalStateException(dispatched + " jobs were dispatched, not " + jobs);
        }
    }

    /** As a worker does real jobs: leased in batches, each ended in a transaction of its own. */
    static Drain oneByOne(Place place, int jobs) throws Exception {
        return new TidemarkQueue(place, jobs)::work;
    }

    /** Leased and ended a thousand at a time, by two threads. */
    static Drain inBatches(Place place, int jobs) throws Exception {
        return new TidemarkQueue(place, jobs)::drain;
    }

    private void work() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(jobs);
        Worker worker = new Worker(
                "bench",
                store,
                clock,
                queue,
                new Ending(store, queue, clock, BackOff.ofRuns(new Random())),
                lease -> Optional.of(new Nothing(lease, left)));
        try (WorkerThreads threads = new WorkerThreads(worker, dispatch, () -> true)) {
            threads.start();
            left.await();
        }
    }

    private void drain() throws InterruptedException {
        List<Thread> threads = List.of(
                Thread.ofPlatform().start(() -> batches("one")),
                Thread.ofPlatform().start(() -> batches("two")));
        for (Thread thread : threads) {
            thread.join();
        }
        long left = store.inTransaction(queue::size);
        if (left > 0) {
            throw new IllegalStateException(left + " jobs are left");
        }
    }

    private void batches(String worker) {
        List<Lease> leases;
        do {
            leases = store.inTransaction(tx -> queue.lease(tx, worker, 1000, Duration.ofSeconds(15), clock.instant()));
            List<Lease> done = leases;
            store.run(tx -> queue.finishAll(tx, done));
        } while (!leases.isEmpty());
    }

    /** A job that does nothing but end. */
    private final class Nothing implements Work {
        private final Lease lease;
        private final CountDownLatch left;

        Nothing(Lease lease, CountDownLatch left) {
            this.lease = lease;
            this.left = left;
        }

        @Override
        public Lease lease() {
            return lease;
        }

        @Override
        public Step step() {
            store.run(tx -> {
                queue.hold(tx, lease);
                queue.finish(tx, lease, Long.MAX_VALUE);
            });
            left.countDown();
            return Step.ENDED;
        }

        @Override
        public void close() {}
    }
}
