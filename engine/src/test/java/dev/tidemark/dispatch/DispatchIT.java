package dev.tidemark.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.queue.JdbcQueue;
import dev.tidemark.queue.Lease;
import dev.tidemark.run.Ending;
import dev.tidemark.run.Failure;
import dev.tidemark.store.TestStore;
import dev.tidemark.store.Tx;
import dev.tidemark.sync.BackOff;
import dev.tidemark.sync.JdbcSyncs;
import dev.tidemark.sync.SyncId;
import dev.tidemark.sync.SyncRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchIT {

    private final TestStore tide = new TestStore();
    private final JdbcSyncs syncs = new JdbcSyncs();
    private final JdbcQueue queue = new JdbcQueue();
    private final Dispatch dispatch = new Dispatch(tide.store(), tide, tide.ids());
    private final Ending ending = new Ending(tide.store(), queue, tide, BackOff.ofRuns(new Random(1)));

    @AfterEach
    void close() {
        tide.close();
    }

    private SyncId sync(Tx tx, String name) {
        SyncId id = syncs.define(
                tx,
                tide.id(),
                new JdbcSyncs.Definition("acme", name, SyncRow.Direction.INBOUND, "in", "hash", "{}", "every 3h"),
                tide.instant());
        syncs.due(tx, id, Optional.of(tide.instant()), true);
        return id;
    }

    private SyncId sync(String name) {
        return tide.store().inTransaction(tx -> sync(tx, name));
    }

    private List<Lease> lease() {
        return tide.store().inTransaction(tx -> queue.lease(tx, "w", 5000, Duration.ofSeconds(15), tide.instant()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_stored_due_time_says_what_the_rule_says(long seed) {
        Random random = new Random(seed);
        record Drawn(SyncId id, Duration interval, Instant synced) {}
        List<Drawn> drawn = new ArrayList<>();
        tide.store().run(tx -> {
            for (int i = 0; i < 300; i++) {
                SyncId id = sync(tx, "s" + i);
                Duration interval = Duration.ofMinutes(1 + random.nextInt(300));
                Instant synced = tide.instant().minusSeconds(random.nextInt(30_000));
                if (random.nextInt(4) > 0) {
                    syncs.synced(tx, id, synced, Optional.of(synced.plus(interval)));
                    drawn.add(new Drawn(id, interval, synced));
                } else {
                    drawn.add(new Drawn(id, interval, Instant.MIN));
                }
            }
        });
        dispatch.tick();
        // Due = synced_at <= now − interval OR synced_at IS NULL.
        List<SyncId> due = drawn.stream()
                .filter(d -> d.synced.equals(Instant.MIN)
                        || !d.synced.isAfter(tide.instant().minus(d.interval)))
                .map(Drawn::id)
                .toList();
        assertThat(lease()).extracting(Lease::sync).containsExactlyInAnyOrderElementsOf(due);
    }

    @Test
    void a_sync_in_flight_is_not_dispatched_again_however_long_it_takes() {
        sync("accounts");
        assertThat(dispatch.tick()).isEqualTo(1);
        tide.pass(Duration.ofDays(3));
        assertThat(dispatch.tick()).isZero();
    }

    @Test
    void a_failing_sync_rests_longer_each_time_and_never_spins() {
        sync("accounts");
        List<Duration> rests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Instant before = tide.instant();
            while (dispatch.tick() == 0) {
                // Steps that are small against the rest, so that few are needed.
                Duration rested = Duration.between(before, tide.instant());
                tide.pass(rested.dividedBy(100).plusSeconds(1));
            }
            rests.add(Duration.between(before, tide.instant()));
            Lease lease = lease().getFirst();
            ending.fail(lease, new Failure("source.unavailable", "away", "wait"), 1);
            assertThat(dispatch.tick()).isZero();
        }
        assertThat(rests.getFirst()).isZero();
        assertThat(rests.get(1)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(31));
        assertThat(rests.getLast()).isBetween(Duration.ofMinutes(48), Duration.ofMinutes(61));
    }

    @Test
    void a_persons_request_waits_for_neither_schedule_nor_back_off() {
        sync("accounts");
        dispatch.tick();
        ending.fail(lease().getFirst(), new Failure("source.unavailable", "away", "wait"), 1);
        assertThat(dispatch.tick()).isZero();
        tide.store().run(tx -> syncs.request(tx, "acme", "accounts", tide.instant()));
        assertThat(dispatch.tick()).isEqualTo(1);
        assertThat(dispatch.tick()).isZero();
    }

    @Test
    void a_manual_sync_waits_for_a_person() {
        SyncId id = sync("accounts");
        tide.store().run(tx -> syncs.due(tx, id, Optional.empty(), false));
        assertThat(dispatch.tick()).isZero();
        tide.store().run(tx -> syncs.request(tx, "acme", "accounts", tide.instant()));
        assertThat(dispatch.tick()).isEqualTo(1);
    }

    @Test
    void many_missed_ticks_are_caught_up_once() {
        SyncId id = sync("accounts");
        dispatch.tick();
        Lease lease = lease().getFirst();
        tide.store().run(tx -> {
            syncs.synced(tx, id, tide.instant(), Optional.of(tide.instant().plus(Duration.ofHours(3))));
            syncs.released(tx, id, lease.run());
            queue.finish(tx, lease, Long.MAX_VALUE);
        });
        tide.pass(Duration.ofDays(2));
        assertThat(dispatch.tick()).isEqualTo(1);
        assertThat(dispatch.tick()).isZero();
    }

    @Test
    void any_number_of_due_syncs_is_dispatched_in_one_tick() {
        tide.store().run(tx -> {
            for (int i = 0; i < 2500; i++) {
                sync(tx, "s" + i);
            }
        });
        assertThat(dispatch.tick()).isEqualTo(2500);
        assertThat(lease()).extracting(Lease::run).doesNotHaveDuplicates().hasSize(2500);
    }

    @Test
    void a_sync_that_left_the_file_is_not_dispatched() {
        SyncId id = sync("accounts");
        tide.store().run(tx -> syncs.gone(tx, id));
        assertThat(dispatch.tick()).isZero();
        assertThat(tide.store()
                        .<Optional<SyncId>>inTransaction(tx -> syncs.request(tx, "acme", "accounts", tide.instant())))
                .isEmpty();
    }

    @Test
    void an_unknown_job_id_is_not_replayed() {
        assertThat(tide.store().<Boolean>inTransaction(tx -> queue.replay(tx, new UUID(1, 1), tide.instant())))
                .isFalse();
    }
}
