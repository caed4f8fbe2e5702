package dev.tidemark.bench.schedule;

import dev.tidemark.bench.Benchmark;
import dev.tidemark.bench.Database;
import dev.tidemark.bench.Options;
import dev.tidemark.bench.Report;
import dev.tidemark.bench.Spread;
import dev.tidemark.dispatch.Dispatch;
import dev.tidemark.store.Ids;
import dev.tidemark.store.JdbcStore;
import dev.tidemark.store.StoreClock;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/** A tick of the scheduler: 10,000 syncs due of a million, and none due. */
public final class SchedulerBench implements Benchmark {

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public String about() {
        return "one tick with one sync of a hundred due [--syncs=1000000]";
    }

    @Override
    public Report run(Options options) throws Exception {
        int syncs = options.number("syncs", 1_000_000);
        int repeats = options.number("repeats", 5);
        List<Double> ours = new ArrayList<>();
        List<Double> hand = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        try (Database database = Database.open(options.folder().resolve("postgres"))) {
            database.empty();
            Database.Place place = database.store();
            try (JdbcStore store = JdbcStore.open(place.url(), place.user(), place.password());
                    Connection connection = place.connect()) {
                Syncs.fill(place, syncs, 100);
                StoreClock clock = new StoreClock(store);
                Dispatch dispatch = new Dispatch(store, clock, Ids.timeOrdered(clock, new Random()));
                for (int i = -1; i < repeats; i++) { // the first round warms up
                    double one = timed(syncs / 100, dispatch::tick);
                    double none = timed(0, dispatch::tick);
                    Syncs.undo(place);
                    double other = timed(syncs / 100, () -> ByHand.dispatch(connection));
                    Syncs.undo(place);
                    if (i >= 0) {
                        ours.add(one);
                        idle.add(none);
                        hand.add(other);
                    }
                }
            }
        }
        Spread a = Spread.of(ours);
        Spread b = Spread.of(hand);
        return new Report(
                "A tick of the scheduler",
                options.command(),
                "%,d syncs, every hundredth due; each gets a run and a job in the queue, all committed and synced to disk; %d interleaved repeats in a running program."
                        .formatted(syncs, repeats),
                List.of("", "ms", "syncs/s", "× limit"),
                List.of(
                        List.of("limit", b.toString(), perSecond(syncs, b), "1"),
                        List.of("tidemark", a.toString(), perSecond(syncs, a), Spread.number(a.median() / b.median())),
                        List.of("tidemark, none due", Spread.of(idle).toString(), "", "")),
                List.of("limit: the same changes by one statement a batch of 1,000, ids made by the database."),
                Map.of("tidemark", ours, "limit", hand, "none due", idle));
    }

    private static String perSecond(int syncs, Spread millis) {
        return Spread.number(syncs / 100.0 / millis.median() * 1000);
    }

    private static double timed(int expected, Callable<Integer> act) throws Exception {
        long from = System.nanoTime();
        int done = act.call();
        double millis = (System.nanoTime() - from) / 1e6;
        if (done != expected) {
            throw new IllegalStateException(done + " syncs were dispatched, not " + expected);
        }
        return millis;
    }
}
