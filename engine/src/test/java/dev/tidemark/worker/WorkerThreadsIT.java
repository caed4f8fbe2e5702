package dev.tidemark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.dispatch.Dispatch;
import dev.tidemark.queue.JdbcQueue;
import dev.tidemark.queue.JobKind;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Queue;
import dev.tidemark.queue.Step;
import dev.tidemark.queue.Work;
import dev.tidemark.run.Ending;
import dev.tidemark.store.TestStore;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.SyncId;
import dev.tidemark.sync.SyncRow;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerThreadsIT {

    private final TestStore tide = new TestStore();
    private final JdbcQueue queue = new JdbcQueue();

    @AfterEach
    void close() {
        tide.close();
    }

    private void jobs(int many, JobKind kind) {
        tide.store().run(tx -> {
            for (int i = 0; i < many; i++) {
                SyncId sync = new JdbcSyncs()
                        .define(
                                tx,
                                tide.id(),
                                new JdbcSyncs.Definition(
                                        "acme",
                                        kind + " " + i,
                                        SyncRow.Direction.INBOUND,
                                        "in",
                                        "hash",
                                        "{}",
                                        "every 3h"),
                                tide.instant());
                queue.put(tx, tide.id(), kind, sync, tide.id(), tide.instant());
            }
        });
    }

    private record Stepped(Lease lease, Supplier<Step> steps) implements Work {
        @Override
        public Step step() {
            return steps.get();
        }

        @Override
        public void close() {}
    }

    private WorkerThreads worker(Works works) {
        return worker(queue, works);
    }

    private WorkerThreads worker(Queue queue, Works works) {
        Ending ending = new Ending(tide.store(), queue, tide, BackOff.ofRuns(new Random(1)));
        var worker = new Worker("w", tide.store(), tide, queue, ending, works);
        return new WorkerThreads(worker, new Dispatch(tide.store(), tide, tide.ids()), () -> true);
    }

    @Test
    void however_many_jobs_rest_another_is_done() throws InterruptedException {
        jobs(100, JobKind.RETRIEVE);
        tide.pass(Duration.ofSeconds(1));
        jobs(1, JobKind.PROCESS);
        CountDownLatch done = new CountDownLatch(1);
        try (WorkerThreads threads = worker(lease -> Optional.of(new Stepped(lease, () -> {
            if (lease.kind() == JobKind.RETRIEVE) {
                return new Step.Rest(Duration.ofHours(1));
            }
            done.countDown();
            return Step.ENDED;
        })))) {
            threads.start();
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void no_more_than_so_many_jobs_are_stepped_at_once_when_all_wake() throws InterruptedException {
        jobs(100, JobKind.RETRIEVE);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(100);
        CountDownLatch ended = new CountDownLatch(100);
        try (WorkerThreads threads = worker(lease -> {
            AtomicInteger steps = new AtomicInteger();
            return Optional.of(new Stepped(lease, () -> {
                if (steps.getAndIncrement() == 0) {
                    all.countDown();
                    return new Step.Rest(Duration.ofSeconds(2));
                }
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                now.decrementAndGet();
                ended.countDown();
                return Step.ENDED;
            }));
        })) {
            threads.start();
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most.get()).isLessThanOrEqualTo(32);
    }

    /** A queue that tells of each heartbeat. */
    private Queue telling(AtomicInteger heartbeats) {
        return (Queue) Proxy.newProxyInstance(
                Queue.class.getClassLoader(), new Class<?>[] {Queue.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(queue, arguments);
                    if (method.getName().equals("heartbeat")) {
                        heartbeats.incrementAndGet();
                    }
                    return answer;
                });
    }

    @Test
    void only_a_job_that_goes_on_for_long_after_it_was_lost_is_interrupted() throws InterruptedException {
        jobs(1, JobKind.RETRIEVE);
        AtomicInteger heartbeats = new AtomicInteger();
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger before = new AtomicInteger();
        try (WorkerThreads threads = worker(
                telling(heartbeats),
                lease -> Optional.of(new Stepped(lease, () -> {
                    tide.store().run(tx -> queue.finish(tx, lease, Long.MAX_VALUE));
                    try {
                        new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        before.set(heartbeats.get());
                        interrupted.countDown();
                    }
                    return Step.ENDED;
                })))) {
            threads.start();
            assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(before.get()).isEqualTo(2);
    }

    @Test
    void a_wake_ends_short_rests() throws InterruptedException {
        jobs(1, JobKind.PROCESS);
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        try (WorkerThreads threads = worker(lease -> Optional.of(new Stepped(lease, () -> {
            if (steps.incrementAndGet() < 200) {
                return new Step.Rest(Duration.ofMillis(240)); // 48 seconds, slept out
            }
            done.countDown();
            return Step.ENDED;
        })))) {
            threads.start();
            for (int i = 0; i < 5_000 && !done.await(4, TimeUnit.MILLISECONDS); i++) {
                threads.wake();
            }
            assertThat(done.getCount()).isZero();
        }
    }
}
