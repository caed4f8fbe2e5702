package dev.tidemark.simulation;

import dev.tidemark.activate.Activation;
import dev.tidemark.archive.Handover;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.dispatch.Dispatch;
import dev.tidemark.engine.Housekeeping;
import dev.tidemark.hook.Delivery;
import dev.tidemark.hook.HookedSource;
import dev.tidemark.hook.Inbox;
import dev.tidemark.process.Processing;
import dev.tidemark.queue.JobKind;
import dev.tidemark.queue.Lease;
import dev.tidemark.queue.Step;
import dev.tidemark.queue.Work;
import dev.tidemark.retrieve.Gatherings;
import dev.tidemark.retrieve.Retrieval;
import dev.tidemark.store.Ids;
import dev.tidemark.store.StoreUnavailable;
import dev.tidemark.sync.Inbound;
import dev.tidemark.sync.Outbound;
import dev.tidemark.sync.Sync;
import dev.tidemark.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One process of the engine, with a worker and its jobs in hand. What it holds in memory dies with it. */
final class Hull {

    private static final Duration RETENTION = Duration.ofMinutes(5);

    private final String name;
    private final ManualTide tide;
    private final Worker worker;
    private final Dispatch dispatch;
    private final Inbox inbox;
    private final List<Hand> hands = new ArrayList<>();
    private boolean frozen;
    private boolean alive = true;

    /** A job in hand, and until when it rests. */
    private static final class Hand {
        private final Work work;
        private Instant restsUntil = Instant.MIN;

        Hand(Work work) {
            this.work = work;
        }
    }

    Hull(String name, ManualTide tide) {
        this.name = name;
        this.tide = tide;
        Ids ids = tide.ids();
        Retrieval.Tools retrieval = new Retrieval.Tools(
                tide.store(),
                tide.clock(),
                ids,
                tide.queue(),
                tide.ending(),
                tide.archive(),
                tide.handoverOf(this),
                tide.requestBackOff(),
                new Gatherings(),
                Runnable::run,
                () -> {});
        Processing.Tools processing = new Processing.Tools(
                tide.store(),
                tide.clock(),
                tide.queue(),
                tide.ending(),
                tide.archive(),
                retrieval.handover(),
                tide.requestBackOff());
        Activation.Tools activation =
                new Activation.Tools(tide.store(), tide.clock(), tide.queue(), tide.ending(), tide.requestBackOff());
        this.worker = new Worker(
                name,
                tide.store(),
                tide.clock(),
                tide.queue(),
                tide.ending(),
                lease -> open(lease, retrieval, processing, activation));
        this.inbox = new Inbox(tide.store(), tide.clock(), this::hooked, () -> {});
        var delivery =
                new Delivery(tide.store(), tide.clock(), () -> tide.syncs().values(), inbox);
        this.dispatch = new Dispatch(tide.store(), tide.clock(), ids, delivery::tick);
    }

    private Optional<HookedSource> hooked(String account) {
        return tide.syncs().values().stream()
                .filter(Inbound.class::isInstance)
                .map(Inbound.class::cast)
                .filter(in -> in.from().id().equals(account))
                .flatMap(in -> Hooked.of(in.source()).map(hooked -> new HookedSource(in.from(), hooked)).stream())
                .findFirst();
    }

    /** A webhook comes in. */
    Inbox.Reply hear(String account, HookRequest request) {
        return inbox.hear(account, request);
    }

    static Handover handover() {
        return new Handover(64 << 10);
    }

    private Optional<Work> open(
            Lease lease, Retrieval.Tools retrieval, Processing.Tools processing, Activation.Tools activation) {
        Optional<Sync> sync = tide.sync(lease.sync());
        return sync.map(s -> switch (lease.kind()) {
            case RETRIEVE -> new Retrieval(retrieval, lease, (Inbound) s);
            case PROCESS -> new Processing(processing, lease, (Inbound) s);
            case ACTIVATE -> new Activation(activation, lease, (Outbound) s);
        });
    }

    String name() {
        return name;
    }

    boolean alive() {
        return alive;
    }

    /** Held up as a whole: not heard of until it thaws. */
    void freeze(boolean now) {
        frozen = now;
    }

    boolean frozen() {
        return frozen;
    }

    int busy() {
        return hands.size();
    }

    /** Retrieves in hand: so many pages can be lost with this process. */
    int linesInFlight() {
        return (int) hands.stream()
                .filter(h -> h.work.lease().kind() == JobKind.RETRIEVE)
                .count();
    }

    void tick() {
        int dispatched = quietly("tick", dispatch::tick);
        if (dispatched > 0) {
            tide.log(name + " dispatches " + dispatched);
        }
    }

    /** Clears away what has served, as each process does now and then. */
    void housekeep() {
        quietly("housekeeping", () -> {
            new Housekeeping(tide.store(), tide.clock(), tide.archive(), RETENTION).step();
            return 0;
        });
    }

    void reclaim() {
        quietly("reclaim", () -> {
            worker.reclaim();
            return 0;
        });
    }

    void lease(int most) {
        quietly("lease", () -> {
            for (Work work : worker.lease(most)) {
                tide.log(name + " leases " + label(work));
                hands.add(new Hand(work));
            }
            return 0;
        });
    }

    private int quietly(String act, java.util.function.IntSupplier work) {
        try {
            return work.getAsInt();
        } catch (StoreUnavailable e) {
            tide.log(name + " " + act + ": the store is away");
            return 0;
        }
    }

    private String label(Work work) {
        return work.lease().kind() + " of " + tide.label(work.lease().sync()) + " fence "
                + work.lease().fence();
    }

    /** Steps one of the jobs that do not rest; answers whether there was one. */
    boolean step(int choice) {
        return step(choice, Set.of(JobKind.values()));
    }

    /** Steps one of the jobs of these kinds that do not rest; answers whether there was one. */
    boolean step(int choice, Set<JobKind> kinds) {
        Instant now = tide.now();
        List<Hand> ready = hands.stream()
                .filter(h -> !h.restsUntil.isAfter(now))
                .filter(h -> kinds.contains(h.work.lease().kind()))
                .toList();
        if (ready.isEmpty()) {
            return false;
        }
        Hand hand = ready.get(Math.floorMod(choice, ready.size()));
        String label = label(hand.work);
        tide.log(name + " steps " + label);
        Step step = worker.step(hand.work);
        switch (step) {
            case Step.GoOn on -> {}
            case Step.Rest rest -> {
                hand.restsUntil = tide.now().plus(rest.time());
                tide.log("   rests " + rest.time());
            }
            case Step.Ended ended -> {
                tide.log("   ended");
                hands.remove(hand);
                hand.work.close();
            }
        }
        return true;
    }

    /** The first moment at which a resting job goes on. */
    Optional<Instant> wakes() {
        return hands.stream().map(h -> h.restsUntil).min(Instant::compareTo);
    }

    /** As the worker's own thread does it; a job that has passed to another is let go. */
    void heartbeat(boolean letGo) {
        List<Lease> leases = hands.stream().map(h -> h.work.lease()).toList();
        if (leases.isEmpty()) {
            return;
        }
        quietly("heartbeat", () -> {
            Set<UUID> ours = worker.heartbeat(leases);
            for (Hand hand : List.copyOf(hands)) {
                if (letGo && !ours.contains(hand.work.lease().job())) {
                    tide.log(name + " lets go of " + label(hand.work));
                    hands.remove(hand);
                    hand.work.close();
                }
            }
            return 0;
        });
    }

    /** Dead. The connections it had are closed by the system, which rolls back what was not committed. */
    void sink() {
        alive = false;
        for (Hand hand : hands) {
            hand.work.close();
        }
        hands.clear();
    }
}
