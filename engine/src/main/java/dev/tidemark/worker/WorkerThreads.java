package dev.tidemark.worker;

import dev.tidemark.dispatch.Dispatch;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Step;
import dev.tidemark.queue.Work;
import dev.tidemark.store.StoreUnavailable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker on threads: one that dispatches, leases and keeps leases alive, and a virtual one for each job in hand. Stops
 * within a step; whatever was not finished is leased again by whoever comes next.
 */
public final class WorkerThreads implements AutoCloseable {

    /** Steps at once: each may hold a page, and a connection. */
    private static final int MOST_STEPS = 32;

    /** A job that rests holds next to nothing, but its lease must be kept. */
    private static final int MOST_JOBS = 1_000;

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration HEARTBEAT = Worker.LEASE.dividedBy(4);
    private static final Duration STEP_TO_ITS_END = Duration.ofSeconds(2);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final Duration RECLAIM = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(WorkerThreads.class);

    private final Worker worker;
    private final Dispatch dispatch;
    private final BooleanSupplier tend;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicReference<CountDownLatch> stir = new AtomicReference<>(new CountDownLatch(1));
    private final Map<UUID, InHand> inHand = new ConcurrentHashMap<>();
    private final Set<UUID> stepping = ConcurrentHashMap.newKeySet();
    private final Set<UUID> leaving = ConcurrentHashMap.newKeySet();
    private final ReentrantLock interrupting = new ReentrantLock();
    private final AtomicInteger resting = new AtomicInteger();
    private final Semaphore steps = new Semaphore(MOST_STEPS, true);
    private final Thread loop = Thread.ofPlatform().name("worker").unstarted(this::loop);
    private volatile boolean stopping;
    private boolean takesJobs = true;
    private Set<UUID> lost = Set.of();

    private record InHand(Work work, Thread thread) {}

    /** @param tend called every few seconds; answers whether this worker may take jobs */
    public WorkerThreads(Worker worker, Dispatch dispatch, BooleanSupplier tend) {
        this.worker = worker;
        this.tend = tend;
        this.dispatch = dispatch;
    }

    public void start() {
        loop.start();
    }

    /** Something may be ready: looks at once instead of at the next tick, and ends short rests. */
    public void wake() {
        wake.release();
        stir.getAndSet(new CountDownLatch(1)).countDown();
    }

    /** How many jobs are in hand. */
    public int busy() {
        return inHand.size();
    }

    private void loop() {
        long heartbeat = System.nanoTime();
        long reclaim = System.nanoTime() - RECLAIM.toNanos();
        try {
            while (!stopping) {
                try {
                    if (System.nanoTime() - reclaim > RECLAIM.toNanos()) {
                        reclaim = System.nanoTime();
                        worker.reclaim();
                        takes(tend.getAsBoolean());
                    }
                    if (System.nanoTime() - heartbeat > HEARTBEAT.toNanos()) {
                        heartbeat = System.nanoTime();
                        heartbeat();
                    }
                    if (takesJobs) {
                        dispatch.tick();
                        lease();
                    }
                } catch (StoreUnavailable e) {
                    LOG.warn("{}; trying again", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("the worker stumbled and goes on", e);
                }
                wake.drainPermits();
                if (wake.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takes(boolean agreed) {
        if (takesJobs && !agreed) {
            LOG.warn("the workspace files in force are not the ones that this engine has read; it takes no jobs until"
                    + " they are the same again");
        }
        takesJobs = agreed;
    }

    /** Jobs that wait for an API's allowance or for a slow database do not keep others waiting. */
    private void lease() {
        int busy = inHand.size() - resting.get();
        int room = Math.min(MOST_STEPS - busy, MOST_JOBS - inHand.size());
        if (room > 0) {
            for (Work work : worker.lease(room)) {
                Thread thread =
                        Thread.ofVirtual().name("job-" + work.lease().job()).unstarted(() -> finish(work));
                inHand.put(work.lease().job(), new InHand(work, thread));
                thread.start();
            }
        }
    }

    /**
     * A job that is ours no more has mostly just ended, and is about to say so. One that is still in hand at the next
     * heartbeat works for nothing: its fence stops whatever it writes.
     */
    private void heartbeat() {
        List<Lease> leases = inHand.values().stream().map(h -> h.work.lease()).toList();
        Set<UUID> ours = leases.isEmpty() ? Set.of() : worker.heartbeat(leases);
        Set<UUID> gone = new HashSet<>();
        for (Lease lease : leases) {
            InHand hand = inHand.get(lease.job());
            if (hand != null && !ours.contains(lease.job())) {
                gone.add(lease.job());
                if (lost.contains(lease.job())) {
                    interrupt(hand);
                }
            }
        }
        lost = gone;
    }

    private void finish(Work work) {
        try {
            if (!stepped(work)) {
                leave(work);
                worker.giveBack(work);
            }
        } finally {
            inHand.remove(work.lease().job());
            leaving.remove(work.lease().job());
            wake();
        }
    }

    /** What comes is short, and must not be cut off: the connection would be lost, and the job kept until its lease ends. */
    private void leave(Work work) {
        interrupting.lock();
        try {
            leaving.add(work.lease().job());
            Thread.interrupted();
        } finally {
            interrupting.unlock();
        }
    }

    private void interrupt(InHand hand) {
        interrupting.lock();
        try {
            if (!leaving.contains(hand.work.lease().job())) {
                hand.thread.interrupt();
            }
        } finally {
            interrupting.unlock();
        }
    }

    /** Whether the work came to its end before this worker did. */
    private boolean stepped(Work work) {
        try (work) {
            while (!stopping) {
                switch (step(work)) {
                    case Step.GoOn on -> {}
                    case Step.Rest rest -> rest(rest.time());
                    case Step.Ended ended -> {
                        return true;
                    }
                }
            }
        } catch (InterruptedException e) {
            // Stopping, or the lease was lost.
        }
        return false;
    }

    private Step step(Work work) throws InterruptedException {
        stepping.add(work.lease().job());
        try {
            steps.acquire();
            try {
                if (stopping) {
                    throw new InterruptedException();
                }
                return worker.step(work);
            } finally {
                steps.release();
            }
        } finally {
            stepping.remove(work.lease().job());
        }
    }

    private void rest(Duration time) throws InterruptedException {
        resting.incrementAndGet();
        boolean isLong = time.compareTo(TICK) > 0;
        if (isLong) {
            wake();
        }
        try {
            if (isLong) {
                Thread.sleep(time);
            } else {
                stir.get().await(time.toNanos(), TimeUnit.NANOSECONDS); // or until what it rests for may have come
            }
        } finally {
            resting.decrementAndGet();
        }
    }

    /**
     * Stops after the steps in progress; those that take too long are interrupted. Not before: a connection on which a step
     * works is lost with an interrupt, and may be taken for a failure.
     */
    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            loop.join(LONGEST_STOP.toMillis());
            List<InHand> left = List.copyOf(inHand.values());
            left.stream()
                    .filter(hand -> !stepping.contains(hand.work.lease().job()))
                    .forEach(this::interrupt);
            long patience = System.nanoTime() + STEP_TO_ITS_END.toNanos();
            for (InHand hand : left) {
                hand.thread.join(Duration.ofNanos(Math.max(1, patience - System.nanoTime())));
            }
            left.forEach(this::interrupt);
            for (InHand hand : left) {
                hand.thread.join(LONGEST_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
