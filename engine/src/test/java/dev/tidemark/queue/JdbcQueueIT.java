package dev.tidemark.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.store.TestStore;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.SyncId;
import dev.tidemark.sync.SyncRow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdbcQueueIT {

    private static final Duration LEASE = Duration.ofSeconds(15);

    private final TestStore tide = new TestStore();
    private final JdbcQueue queue = new JdbcQueue();

    @AfterEach
    void close() {
        tide.close();
    }

    private SyncId sync(String name) {
        return tide.store()
                .inTransaction(tx -> new JdbcSyncs()
                        .define(
                                tx,
                                tide.id(),
                                new JdbcSyncs.Definition(
                                        "acme", name, SyncRow.Direction.INBOUND, "in", "hash", "{}", "manual"),
                                tide.instant()));
    }

    private void put(SyncId sync, JobKind kind) {
        tide.store().run(tx -> queue.put(tx, tide.id(), kind, sync, new UUID(0, 1), tide.instant()));
    }

    private List<Lease> lease(String worker, int most) {
        return tide.store().inTransaction(tx -> queue.lease(tx, worker, most, LEASE, tide.instant()));
    }

    private Lease leaseOne(String worker) {
        List<Lease> leases = lease(worker, 10);
        assertThat(leases).hasSize(1);
        return leases.getFirst();
    }

    @Test
    void a_sync_never_has_two_jobs_of_a_kind() {
        SyncId accounts = sync("accounts");
        put(accounts, JobKind.RETRIEVE);
        put(accounts, JobKind.RETRIEVE);
        put(accounts, JobKind.PROCESS);
        assertThat(lease("w1", 10))
                .extracting(Lease::kind)
                .containsExactlyInAnyOrder(JobKind.RETRIEVE, JobKind.PROCESS);
    }

    @Test
    void a_leased_job_is_not_leased_again() {
        put(sync("accounts"), JobKind.RETRIEVE);
        leaseOne("w1");
        assertThat(lease("w2", 10)).isEmpty();
    }

    @Test
    void two_workers_at_once_never_get_the_same_job() throws InterruptedException, ExecutionException {
        for (int i = 0; i < 200; i++) {
            put(sync("s" + i), JobKind.RETRIEVE);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Lease>> some = () -> {
                List<Lease> mine = new java.util.ArrayList<>();
                List<Lease> batch;
                do {
                    batch = lease("w", 7);
                    mine.addAll(batch);
                } while (!batch.isEmpty());
                return mine;
            };
            Set<UUID> seen = new HashSet<>();
            int leased = 0;
            for (var future : threads.invokeAll(List.of(some, some, some, some))) {
                for (Lease lease : future.get()) {
                    seen.add(lease.job());
                    leased++;
                }
            }
            assertThat(leased).isEqualTo(200);
            assertThat(seen).hasSize(200);
        }
    }

    @Test
    void each_lease_of_a_sync_has_a_higher_fence_than_all_before() {
        SyncId accounts = sync("accounts");
        put(accounts, JobKind.RETRIEVE);
        Lease first = leaseOne("w1");
        tide.store().run(tx -> queue.later(tx, first, tide.instant(), false, ""));
        Lease second = leaseOne("w2");
        tide.store().run(tx -> queue.finish(tx, second, Long.MAX_VALUE));
        put(accounts, JobKind.PROCESS);
        assertThat(List.of(first.fence(), second.fence(), leaseOne("w1").fence()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void a_worker_whose_lease_ran_out_can_change_nothing() {
        put(sync("accounts"), JobKind.RETRIEVE);
        Lease lost = leaseOne("w1");
        tide.pass(LEASE.plusSeconds(1));
        tide.store().run(tx -> queue.reclaim(tx, 8, tide.instant()));
        Lease held = leaseOne("w2");
        assertThatThrownBy(() -> tide.store().run(tx -> queue.hold(tx, lost))).isInstanceOf(LeaseExpired.class);
        assertThatThrownBy(() ->
                        tide.store().run(tx -> queue.holdAndPut(tx, lost, tide.id(), JobKind.PROCESS, tide.instant())))
                .isInstanceOf(LeaseExpired.class);
        assertThatThrownBy(() -> tide.store().run(tx -> queue.later(tx, lost, tide.instant(), false, "")))
                .isInstanceOf(LeaseExpired.class);
        assertThat(tide.store().<Boolean>inTransaction(tx -> queue.finish(tx, lost, Long.MAX_VALUE)))
                .isFalse();
        assertThat(tide.store()
                        .<Set<UUID>>inTransaction(tx -> queue.heartbeat(tx, List.of(lost), LEASE, tide.instant())))
                .isEmpty();
        tide.store().run(tx -> queue.hold(tx, held));
    }

    @Test
    void the_holder_of_a_lease_puts_a_job_for_its_run_and_then_only_notices() {
        SyncId accounts = sync("accounts");
        put(accounts, JobKind.RETRIEVE);
        Lease lease = leaseOne("w1");
        for (boolean isNew : new boolean[] {true, false}) {
            assertThat(tide.store()
                            .<Boolean>inTransaction(
                                    tx -> queue.holdAndPut(tx, lease, tide.id(), JobKind.PROCESS, tide.instant())))
                    .isEqualTo(isNew);
        }
        Lease process = leaseOne("w2");
        assertThat(process.kind()).isEqualTo(JobKind.PROCESS);
        assertThat(process.sync()).isEqualTo(accounts);
        assertThat(process.run()).isEqualTo(lease.run());
        assertThat(process.notices()).isEqualTo(1);
    }

    @Test
    void a_heartbeat_keeps_a_lease() {
        put(sync("accounts"), JobKind.RETRIEVE);
        Lease lease = leaseOne("w1");
        for (int i = 0; i < 5; i++) {
            tide.pass(LEASE.dividedBy(2));
            tide.store().run(tx -> queue.heartbeat(tx, List.of(lease), LEASE, tide.instant()));
            tide.store().run(tx -> queue.reclaim(tx, 8, tide.instant()));
        }
        tide.store().run(tx -> queue.hold(tx, lease));
    }

    @Test
    void a_job_that_got_a_notice_while_it_ran_is_not_finished() {
        SyncId accounts = sync("accounts");
        put(accounts, JobKind.PROCESS);
        Lease lease = leaseOne("w1");
        put(accounts, JobKind.PROCESS);
        assertThat(tide.store().<Boolean>inTransaction(tx -> queue.finish(tx, lease, lease.notices())))
                .isFalse();
        long notices = tide.store().inTransaction(tx -> queue.line(tx, lease).notices());
        assertThat(tide.store().<Boolean>inTransaction(tx -> queue.finish(tx, lease, notices)))
                .isTrue();
    }

    @Test
    void a_job_that_loses_its_worker_too_often_is_buried_with_its_reason_and_can_be_replayed() {
        put(sync("accounts"), JobKind.RETRIEVE);
        for (int i = 0; i < 3; i++) {
            leaseOne("w" + i);
            tide.pass(LEASE.plusSeconds(1));
            tide.store().run(tx -> queue.reclaim(tx, 3, tide.instant()));
        }
        assertThat(lease("w", 10)).isEmpty();
        List<DeadJob> dead = tide.store().inTransaction(queue::dead);
        assertThat(dead).hasSize(1);
        assertThat(dead.getFirst().reason()).contains("w2");
        assertThat(tide.store()
                        .<Boolean>inTransaction(
                                tx -> queue.replay(tx, dead.getFirst().job(), tide.instant())))
                .isTrue();
        assertThat(leaseOne("w").attempt()).isZero();
    }

    @Test
    void a_job_given_back_for_later_is_leased_only_then() {
        put(sync("accounts"), JobKind.RETRIEVE);
        Lease lease = leaseOne("w1");
        tide.store().run(tx -> queue.later(tx, lease, tide.instant().plusSeconds(60), true, "429"));
        assertThat(lease("w1", 10)).isEmpty();
        tide.pass(Duration.ofSeconds(60));
        assertThat(leaseOne("w1").attempt()).isEqualTo(1);
    }
}
